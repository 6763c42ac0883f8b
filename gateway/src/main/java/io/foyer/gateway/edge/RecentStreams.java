package io.foyer.gateway.edge;

/** The streams that ended last, of those that ended in one way. */
final class RecentStreams {
    private static final int KEPT = 256;

    private final int[] ids = new int[KEPT];
    private int next;

    void add(int streamId) {
        ids[next] = streamId;
        next = (next + 1) % KEPT;
    }

    boolean contains(int streamId) {
        for (int id : ids) {
            if (id == streamId) {
                return true;
            }
        }
        return false;
    }
}
