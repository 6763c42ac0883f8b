package io.foyer.admission.line;

/**
 * What came of one order of an {@link OrderBatch}.
 *
 * @param ahead for a held order: orders, of all gateways, that go first
 * @param retryAfterMillis for a held order: when a slot may be free for it; at least 1
 */
public record OrderVerdict(Kind kind, long ahead, long retryAfterMillis) {
    public enum Kind {
        /** The order has a slot in both windows and a credit: forward it now, and settle it. */
        RESERVED,
        /** The windows are full; the order has its turn as long as its gateway keeps asking. */
        HELD,
        /** The pass has no credit left. */
        NO_CREDIT
    }
}
