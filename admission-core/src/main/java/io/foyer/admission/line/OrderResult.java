package io.foyer.admission.line;

/**
 * How a reserved or held order ended.
 *
 * @param checkoutSeconds from the buyer's admission until the order came to the gate; {@link #UNKNOWN} where that is not known
 */
public record OrderResult(long era, long number, String id, Kind kind, long checkoutSeconds) {
    public static final long UNKNOWN = -1;

    /** Of an order that came after nobody knows how long. */
    public OrderResult(long era, long number, String id, Kind kind) {
        this(era, number, id, kind, UNKNOWN);
    }

    public enum Kind {
        /** The shop created it: the credit is spent, the slot stays taken for the length of the window from now. */
        CREATED,
        /** The shop did not create it, or it was given up while held: credit and slot are given back. */
        NOT_CREATED,
        /** It was created while the store was away, on the gateway's local share: spend the credit and take the slot. */
        CREATED_APART
    }
}
