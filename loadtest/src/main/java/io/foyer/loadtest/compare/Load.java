package io.foyer.loadtest.compare;

/**
 * How candidates are asked.
 *
 * @param connections at once
 */
record Load(int connections, Habit habit) {
    enum Habit {
        /** Connections are kept from one request to the next. */
        KEEPS_CONNECTIONS,
        /** Every request has a connection of its own. */
        NEW_CONNECTION_EACH,
        /** Connections are kept, and answers may be errors: a waiting page is a 503. */
        TAKES_ERRORS
    }

    static Load kept(int connections) {
        return new Load(connections, Habit.KEEPS_CONNECTIONS);
    }
}
