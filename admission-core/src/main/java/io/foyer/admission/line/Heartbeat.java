package io.foyer.admission.line;

/**
 * What a gateway tells the store about a room once a second.
 *
 * @param gateway the sender; gateways heard from lately share the budget when the store is away
 * @param era the era that the numbers below belong to; 0 while the gateway knows none
 * @param known what the gateway remembers of the room, and the tickets that came back to it
 * @param present numbers of waiting buyers heard from since the last heartbeat
 * @param active numbers of admitted buyers heard from since the last heartbeat
 */
public record Heartbeat(String gateway, long era, Known known, long[] present, long[] active) {
    /** At most this many numbers of either kind in one heartbeat; the rest goes in the next, sent at once. */
    public static final int NUMBERS_MAX = 4_096;

    public Heartbeat {
        if (present.length > NUMBERS_MAX || active.length > NUMBERS_MAX) {
            throw new IllegalArgumentException("present " + present.length + ", active " + active.length
                    + " (expected: at most " + NUMBERS_MAX + ")");
        }
        present = present.clone();
        active = active.clone();
    }

    /** One that tells of nobody. */
    public static Heartbeat silent(String gateway, long era, Known known) {
        return new Heartbeat(gateway, era, known, new long[0], new long[0]);
    }

    @Override
    public long[] present() {
        return present.clone();
    }

    @Override
    public long[] active() {
        return active.clone();
    }
}
