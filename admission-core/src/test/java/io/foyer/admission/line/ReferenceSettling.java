package io.foyer.admission.line;

/** How long a room of the reference line settles after its store lost something, once for each lineage. */
final class ReferenceSettling {
    private static final long LOST_LITTLE = 10_000;

    private String lineage = "";
    private long soonAt;
    private long fullAt;
    private long vouched;

    /** When the store was last in touch with a gateway, as far as it knows itself. */
    long heardSince;

    /** A gateway was in touch with the store before it lost something. */
    void vouch(Known known) {
        vouched = Math.max(vouched, known.heardAtMillis());
    }

    boolean isAsked(String current) {
        return fullAt > 0 && lineage.equals(current);
    }

    /** The first to ask says how long. */
    void ask(String current, SettleTimes times, long now) {
        lineage = current;
        soonAt = now + times.soonMillis();
        fullAt = now + times.fullMillis();
    }

    /** @param hasState whether there is something of the room that may be complete but for the last moments */
    long overAt(boolean hasState) {
        boolean isVouched = hasState && vouched > 0 && heardSince >= vouched - LOST_LITTLE;
        return isVouched ? soonAt : fullAt;
    }

    void end() {
        fullAt = 0;
        vouched = 0;
    }
}
