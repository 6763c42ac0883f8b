package io.foyer.loadtest.compare;

/**
 * How candidates are asked.
 *
 * @param connections at once; those with TLS that are not kept, a second
 * @param streams at once on each of them
 * @param perSecond requests, of all connections together; 0 for as many as it can take
 */
record Load(int connections, int streams, int perSecond, Habit habit) {
    enum Habit {
        /** Connections are kept from one request to the next. */
        KEEPS_CONNECTIONS,
        /** Every request has a connection of its own. */
        NEW_CONNECTION_EACH,
        /** Connections are kept, and answers may be errors: a waiting page is a 503. */
        TAKES_ERRORS,
        /** Connections are kept; TLS and HTTP/2. */
        HTTP_2,
        /** Every request makes a TLS connection of its own, with a whole handshake, and goes over HTTP/2. */
        NEW_TLS_CONNECTION_EACH,
        /** Connections are kept, and asked at a fixed rate, so that times say how long a request takes and not how many wait. */
        FIXED_RATE
    }

    Load(int connections, Habit habit) {
        this(connections, 1, 0, habit);
    }

    static Load kept(int connections) {
        return new Load(connections, Habit.KEEPS_CONNECTIONS);
    }

    static Load http2(int connections, int streams) {
        return new Load(connections, streams, 0, Habit.HTTP_2);
    }

    static Load fixedRate(int connections, int perSecond) {
        return new Load(connections, 1, perSecond, Habit.FIXED_RATE);
    }

    /** Whether h2load makes it, and wrk does not. */
    boolean isForH2load() {
        return habit == Habit.HTTP_2 || habit == Habit.NEW_TLS_CONNECTION_EACH || habit == Habit.FIXED_RATE;
    }
}
