package io.foyer.admission.line;

/**
 * What a gateway tells the store about a room once a second.
 *
 * @param gateway the sender; gateways heard from lately share the budget when the store is away
 * @param era the era that the numbers below belong to; 0 while the gateway knows none
 * @param highest the highest number and serving position that the gateway has seen in that era
 * @param present numbers of waiting buyers heard from since the last heartbeat
 * @param active numbers of admitted buyers heard from since the last heartbeat
 */
public record Heartbeat(String gateway, long era, Highest highest, long[] present, long[] active) {
    /** Highest values seen of an era; 0 where nothing was seen. */
    public record Highest(long number, long serving) {}

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

    @Override
    public long[] present() {
        return present.clone();
    }

    @Override
    public long[] active() {
        return active.clone();
    }
}
