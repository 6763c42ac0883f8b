package io.foyer.admission.line;

/**
 * A gateway asks which part of the budget it may let through by itself when the store is away.
 *
 * @param gateway the sender: the node's id, a dash and what tells its processes apart
 * @param heardAtMillis the store's time of the last answer to such a request; 0 for none
 * @param millionths the part that this answer gave
 * @param leaseMillis how long an order may be under way
 */
public record ShareRequest(String gateway, long heardAtMillis, int millionths, State state, long leaseMillis) {
    /** What the gateways of a shop may let through by themselves all together. */
    public static final int ALL_MILLIONTHS = 500_000;

    /** The share of a gateway that the store did not hear from for so long is set aside. */
    public static final long SILENT_MILLIS = 4_000;

    /** So long after the last answer a gateway may use its share. */
    public static final long KEPT_MILLIS = 600_000;

    /** How a gateway stands to the store. In the order of the store's codes. */
    public enum State {
        ATTACHED,
        /** It let orders through by itself of which the store has not been told. */
        APART,
        LEAVING
    }

    public ShareRequest leaving() {
        return new ShareRequest(gateway, heardAtMillis, millionths, State.LEAVING, leaseMillis);
    }
}
