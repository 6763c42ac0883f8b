package io.foyer.gateway.rooms;

import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RedeemReply;
import io.foyer.admission.line.Redemption;
import io.foyer.admission.token.Invitation;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.pages.Fault;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A newcomer of a lane: uses the invitation in the store, then takes a number, then notes the number with the use. Whatever
 * is lost between these steps, the same buyer who comes again has the same use of it, and at most one place.
 */
final class Invitee implements Joiner.Newcomer {
    /** Who brought an invitation before its end may use it for this long: the store may have had to be waited for. */
    private static final long GRACE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final Room lane;
    private final Redemption use;
    private final Guest guest;
    private final Joiner.Newcomer placed;

    /** @param placed who is told of the place; all else goes to the guest */
    Invitee(Room lane, Ticket.Provisional stamp, Guest guest, Joiner.Newcomer placed) {
        this.lane = lane;
        this.use = redemption(stamp);
        this.guest = guest;
        this.placed = placed;
    }

    private static Redemption redemption(Ticket.Provisional stamp) {
        Invitation invitation = Objects.requireNonNull(stamp.invitation());
        long endsAtMillis = TimeUnit.SECONDS.toMillis(invitation.endsAtSeconds()) + GRACE_MILLIS;
        return new Redemption(
                invitation.id(), invitation.uses(), endsAtMillis, stamp.life().buyer(), "");
    }

    void enter() {
        lane.redeem(use).whenComplete((reply, failure) -> {
            if (failure != null) {
                guest.away();
            } else if (reply.outcome() == RedeemReply.Outcome.FREE) {
                lane.join(this);
            } else {
                settle(reply);
            }
        });
    }

    private void settle(RedeemReply reply) {
        switch (reply.outcome()) {
            case PLACED -> {
                lane.codeUsed(CodeUse.PLACED_BEFORE);
                tell(reply.place());
            }
            case USED_UP -> refuse(CodeUse.USED_UP, Fault.CODE_USED);
            case ENDED -> refuse(CodeUse.INVALID, Fault.CODE_INVALID);
            case FREE -> guest.away();
        }
    }

    private void refuse(CodeUse use, Fault why) {
        lane.codeUsed(use);
        guest.refused(why);
    }

    @Override
    public long arrivedAtMillis() {
        return placed.arrivedAtMillis();
    }

    @Override
    public boolean isThere() {
        return placed.isThere();
    }

    @Override
    public void joined(Place place, boolean entering, JoinReply.Joined reply) {
        String mine = words(place, reply);
        lane.redeem(use.with(mine)).whenComplete((kept, failure) -> {
            if (failure != null) {
                guest.away();
            } else if (kept.place().equals(mine)) {
                lane.codeUsed(CodeUse.PLACED);
                placed.joined(place, entering, reply);
            } else {
                // The buyer came twice at once, and the other place was noted first.
                lane.end(place);
                settle(kept);
            }
        });
    }

    @Override
    public void away() {
        guest.away();
    }

    private static String words(Place place, JoinReply.Joined reply) {
        return place.era() + " " + place.number() + " " + reply.lineage() + " " + reply.sale();
    }

    private void tell(String words) {
        String[] parts = words.split(" ", -1);
        Place place = new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        placed.joined(place, false, new JoinReply.Joined(place, 0, parts[2], 0, Long.parseLong(parts[3])));
    }
}
