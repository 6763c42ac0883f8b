package io.foyer.admission.token;

import io.foyer.admission.line.OrderBatch.Order;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;

/**
 * Signed permission to shop. Carries its own limits, so that it is judged without a store call. All times are seconds, since
 * 1970 where not said otherwise.
 *
 * @param place the ticket's place; copies of a pass share it, and so its credit
 * @param buyer the ticket's buyer
 * @param seenAtSeconds when the pass was last used, to within {@link #needsRefreshAt}
 * @param idleSeconds the pass is over when not used for this long
 * @param hardAtSeconds the pass is over from then on, used or not
 * @param credit how many orders it is for, 1 to 15
 */
public record Pass(
        RoomId room,
        Place place,
        String buyer,
        long admittedAtSeconds,
        long seenAtSeconds,
        long idleSeconds,
        long hardAtSeconds,
        int credit) {

    private static final long REFRESH_SECONDS_MIN = 15;

    public Pass {
        BuyerIds.require(buyer);
        requireCredit(credit);
        if (admittedAtSeconds < 0 || seenAtSeconds < admittedAtSeconds || hardAtSeconds <= admittedAtSeconds) {
            throw new IllegalArgumentException("admitted " + admittedAtSeconds + ", seen " + seenAtSeconds + ", hard "
                    + hardAtSeconds + " (expected: 0 <= admitted <= seen, admitted < hard)");
        }
        if (idleSeconds < 1) {
            throw new IllegalArgumentException("idleSeconds: " + idleSeconds + " (expected: >= 1)");
        }
    }

    /** The pass of a ticket that was admitted at {@code admittedAtSeconds} and is first used now. */
    public static Pass of(Ticket.Numbered ticket, PassTerms terms, long admittedAtSeconds, long nowSeconds) {
        return of(ticket, ticket.place(), terms, admittedAtSeconds, nowSeconds);
    }

    /** The pass of a ticket's buyer who was let in with another place than the ticket's. */
    public static Pass of(Ticket ticket, Place place, PassTerms terms, long admittedAtSeconds, long nowSeconds) {
        return new Pass(
                ticket.room(),
                place,
                ticket.life().buyer(),
                admittedAtSeconds,
                Math.max(admittedAtSeconds, nowSeconds),
                terms.idle().toSeconds(),
                admittedAtSeconds + terms.max().toSeconds(),
                terms.orders());
    }

    /** From this second on the pass is over, if it is not used before. */
    public long endsAtSeconds() {
        return Math.min(hardAtSeconds, seenAtSeconds + idleSeconds);
    }

    public boolean isLiveAt(long nowSeconds) {
        return nowSeconds < endsAtSeconds();
    }

    /**
     * Whether a new pass with a later {@code seenAtSeconds} is due: not on every request, and soon enough that the idle
     * limit is at most a third short.
     */
    public boolean needsRefreshAt(long nowSeconds) {
        long due = Math.min(Math.max(idleSeconds / 10, REFRESH_SECONDS_MIN), idleSeconds / 3);
        return nowSeconds - seenAtSeconds > due;
    }

    /** The same pass, used now; a clock that went back changes nothing. */
    public Pass refreshed(long nowSeconds) {
        return new Pass(
                room,
                place,
                buyer,
                admittedAtSeconds,
                Math.max(seenAtSeconds, nowSeconds),
                idleSeconds,
                hardAtSeconds,
                credit);
    }

    static void requireCredit(int credit) {
        if (credit < 1 || credit > Order.CREDIT_MAX) {
            throw new IllegalArgumentException("orders: " + credit + " (expected: 1 to " + Order.CREDIT_MAX + ")");
        }
    }
}
