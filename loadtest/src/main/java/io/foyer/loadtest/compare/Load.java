package io.foyer.loadtest.compare;

/**
 * How candidates are asked.
 *
 * @param connections at once; those with TLS that are not kept, a second
 * @param streams at once on each of them
 */
record Load(int connections, int streams, Habit habit) {
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
        NEW_TLS_CONNECTION_EACH
    }

    Load(int connections, Habit habit) {
        this(connections, 1, habit);
    }

    static Load kept(int connections) {
        return new Load(connections, Habit.KEEPS_CONNECTIONS);
    }

    static Load http2(int connections, int streams) {
        return new Load(connections, streams, Habit.HTTP_2);
    }

    boolean isHttp2() {
        return habit == Habit.HTTP_2 || habit == Habit.NEW_TLS_CONNECTION_EACH;
    }
}
