package io.foyer.gateway.rooms;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.config.ShopConfig.JoinConfig;
import io.foyer.gateway.limits.BoundedCache;
import io.foyer.gateway.limits.JoinLimits;
import io.foyer.gateway.limits.LimitTally;
import io.foyer.gateway.pages.Fault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where those without a number come in: decides who may take one with this request. Of who may not, nothing is kept, here or
 * in the store: all there is to know is in the stamp that the request is answered with. Any thread.
 */
final class Entrance {
    /** Stamps remembered with the number they became; one more forgets the least used. */
    static final int STAMPS_MAX = 100_000;

    private final JoinLimits limits;
    private final Cache<String, Numbered> numbered;

    /** What {@link Joiner.Newcomer#joined} was told. */
    private record Numbered(Place place, boolean entering, JoinReply.Joined reply) {
        void tell(Joiner.Newcomer newcomer) {
            newcomer.joined(place, entering, reply);
        }
    }

    Entrance(LimitTally tally) {
        limits = new JoinLimits(tally);
        numbered = Caffeine.newBuilder()
                .maximumSize(STAMPS_MAX)
                .expireAfterWrite(Duration.ofMinutes(10))
                .<String, Numbered>evictionListener((buyer, place, why) -> tally.left(BoundedCache.STAMPS, why))
                .build();
    }

    /**
     * Asks for a number; the newcomer is called back.
     *
     * @return what keeps the newcomer from one for now: then there is no call
     */
    Standing.@Nullable Kind enter(Comer comer, Guest newcomer) {
        boolean isLane = comer.state().isLane(comer.room());
        Ticket.Provisional stamp = comer.stamp();
        if (isLane && (stamp == null || stamp.invitation() == null)) {
            newcomer.refused(Fault.CODE_INVALID);
            return null;
        }
        String buyer = stamp == null ? null : stamp.life().buyer();
        Numbered before = buyer == null ? null : numbered.getIfPresent(buyer);
        if (before != null) {
            before.tell(newcomer);
            return null;
        }
        Standing.Kind hindrance = comer.room().countsJoins() ? hindrance(comer) : null;
        if (hindrance == null) {
            Joiner.Newcomer once = buyer == null ? newcomer : new Once(buyer, comer.room(), newcomer);
            if (isLane && stamp != null) {
                new Invitee(comer.room(), stamp, newcomer, once).enter();
            } else {
                comer.room().join(once);
            }
        }
        return hindrance;
    }

    /**
     * Whether the store is away and the shop lets newcomers in without it, now or soon. Not into a lane: nobody could count the
     * uses of an invitation.
     */
    boolean isOpenApart(ShopState state, Room room) {
        return !state.isLane(room) && state.shop().openTerms(state, room) != null;
    }

    /** How the ticket's buyer is let in while the store is away; null when not, or not yet. */
    OpenDoor.@Nullable Entry letIn(ShopState state, Room room, Ticket ticket) {
        OpenDoor.Terms terms = state.shop().openTerms(state, room);
        return terms == null ? null : state.shop().door().ask(room.id(), ticket, terms);
    }

    /** What keeps one without a number from asking to be let in while the store is away. */
    Standing.@Nullable Kind hindranceApart(Comer comer, Ticket ticket) {
        boolean isKnown = comer.stamp() != null
                && comer.state().shop().door().knows(comer.room().id(), ticket);
        return isKnown ? null : hindrance(comer);
    }

    private Standing.@Nullable Kind hindrance(Comer comer) {
        JoinConfig join = comer.state().config().join();
        boolean isNew = comer.stamp() == null;
        if (isNew && join.when() == JoinConfig.When.ON_RETURN) {
            return Standing.Kind.TO_RETURN;
        }
        boolean taken = limits.take(
                comer.state().config().name(),
                new JoinLimits.Rates(join.perAddress(), join.perPrefix()),
                comer.exchange().clientAddress(),
                isNew ? JoinLimits.Comer.NEW : JoinLimits.Comer.BACK);
        return taken ? null : Standing.Kind.CROWDED;
    }

    /** One with a stamp, which becomes one number however often it is shown: a reply may be lost, or two tabs come back. */
    private final class Once implements Joiner.Newcomer {
        private final String buyer;
        private final Room room;
        private final Joiner.Newcomer newcomer;

        Once(String buyer, Room room, Joiner.Newcomer newcomer) {
            this.buyer = buyer;
            this.room = room;
            this.newcomer = newcomer;
        }

        @Override
        public long arrivedAtMillis() {
            return newcomer.arrivedAtMillis();
        }

        @Override
        public boolean isThere() {
            return newcomer.isThere();
        }

        @Override
        public void joined(Place place, boolean entering, JoinReply.Joined reply) {
            Numbered now = new Numbered(place, entering, reply);
            Numbered before = numbered.asMap().putIfAbsent(buyer, now);
            if (before == null) {
                now.tell(newcomer);
            } else {
                if (!before.place().equals(place)) {
                    room.end(place);
                }
                before.tell(newcomer);
            }
        }

        @Override
        public void away() {
            newcomer.away();
        }
    }
}
