package io.foyer.admission.line;

/**
 * A buyer asks for a place on an invitation, or says which one it became.
 *
 * @param code the invitation's id
 * @param uses how many buyers it gives a place
 * @param endsAtMillis from when on nobody new gets one, ms since 1970; the store remembers its uses until then
 * @param buyer who asks
 * @param place what the buyer got, in words of the caller's own; empty to ask for the first time
 */
public record Redemption(String code, int uses, long endsAtMillis, String buyer, String place) {
    /** The same for the place that it became. */
    public Redemption with(String newPlace) {
        return new Redemption(code, uses, endsAtMillis, buyer, newPlace);
    }
}
