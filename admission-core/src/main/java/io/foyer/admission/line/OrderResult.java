package io.foyer.admission.line;

/** How a reserved or held order ended. */
public record OrderResult(long era, long number, String id, Kind kind) {
    public enum Kind {
        /** The shop created it: the credit is spent, the slot stays taken for the length of the window from now. */
        CREATED,
        /** The shop did not create it, or it was given up while held: credit and slot are given back. */
        NOT_CREATED,
        /** It was created while the store was away, on the gateway's local share: spend the credit and take the slot. */
        CREATED_APART
    }
}
