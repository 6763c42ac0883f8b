package io.foyer.admission.token;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A buyer's queue token: the place itself, or, for who came while the store was away, what a place is given for later. */
public sealed interface Ticket {

    RoomId room();

    Life life();

    <T> T fold(Function<Numbered, T> numbered, Function<Provisional, T> provisional);

    /** This, if it is a place in the line. */
    default @Nullable Numbered asNumbered() {
        return null;
    }

    /** This, if it is a stamp of arrival. */
    default @Nullable Provisional asProvisional() {
        return null;
    }

    /** The place in the line, if it is one. */
    default @Nullable Place placeOrNull() {
        Numbered numbered = asNumbered();
        return numbered == null ? null : numbered.place();
    }

    /**
     * The times of a ticket, in seconds since 1970, and whose it is.
     *
     * @param buyer a random id of {@link BuyerIds}; the same through the buyer's ticket and pass
     * @param issuedAtSeconds when the buyer came
     * @param seenAtSeconds when the buyer was last heard from
     * @param endsAtSeconds from when on the ticket is of no use
     */
    record Life(String buyer, long issuedAtSeconds, long seenAtSeconds, long endsAtSeconds) {
        public Life {
            BuyerIds.require(buyer);
            if (issuedAtSeconds < 0 || seenAtSeconds < issuedAtSeconds || endsAtSeconds <= seenAtSeconds) {
                throw new IllegalArgumentException("issued " + issuedAtSeconds + ", seen " + seenAtSeconds + ", ends "
                        + endsAtSeconds + " (expected: 0 <= issued <= seen < ends)");
            }
        }

        /** A life that begins now. */
        public static Life begin(String buyer, long nowSeconds, long usefulSeconds) {
            return new Life(buyer, nowSeconds, nowSeconds, nowSeconds + usefulSeconds);
        }

        /** The buyer was heard from; a clock that went back changes nothing. */
        public Life seen(long nowSeconds, long usefulSeconds) {
            long seen = Math.max(seenAtSeconds, nowSeconds);
            return new Life(buyer, issuedAtSeconds, seen, Math.max(endsAtSeconds, seen + usefulSeconds));
        }
    }

    /**
     * A place in the line.
     *
     * @param lineage which life of the store process the number came from
     * @param servingSeen the highest serving position that the buyer was told of
     * @param lot what the ticket has in a drawn sale; null for who was not in its lobby
     */
    record Numbered(
            RoomId room,
            Place place,
            String lineage,
            Life life,
            Place servingSeen,
            @Nullable Lot lot) implements Ticket {
        public Numbered(RoomId room, Place place, String lineage, Life life, Place servingSeen) {
            this(room, place, lineage, life, servingSeen, null);
        }

        @Override
        public @Nullable Numbered asNumbered() {
            return this;
        }

        public Numbered {
            PlainText.require("lineage", lineage);
        }

        /** The same place, with the buyer heard from and told of {@code serving}. */
        public Numbered seen(Place serving, long nowSeconds, long usefulSeconds) {
            Place highest = serving.compareTo(servingSeen) > 0 ? serving : servingSeen;
            return new Numbered(room, place, lineage, life.seen(nowSeconds, usefulSeconds), highest, lot);
        }

        /** The same ticket with this lot, at the place that follows from it. */
        public Numbered with(Lot newLot, Place newPlace) {
            return new Numbered(room, newPlace, lineage, life, servingSeen, newLot);
        }

        @Override
        public <T> T fold(Function<Numbered, T> numbered, Function<Provisional, T> provisional) {
            return numbered.apply(this);
        }
    }

    /**
     * A place in the lobby of a drawn sale.
     *
     * @param sale which sale
     * @param number the lobby number
     * @param size the lobby's size, once it has been drawn; 0 before
     */
    record Lot(long sale, long number, long size) {
        public Lot {
            if (sale < 1 || number < 1 || size != 0 && size < number) {
                throw new IllegalArgumentException("lot " + number + " of " + size + ", sale " + sale
                        + " (expected: a sale, and a number of its lobby)");
            }
        }

        public boolean isDrawn() {
            return size > 0;
        }
    }

    /**
     * A stamp of arrival, to be exchanged for a number in the order of stamps when the store is back.
     *
     * @param arrivedAtMillis wall time of the gateway that saw the buyer first, ms since 1970
     * @param gateway its configured id
     * @param invitation what lets the buyer into a lane; null elsewhere
     */
    record Provisional(
            RoomId room,
            long arrivedAtMillis,
            String gateway,
            Life life,
            @Nullable Invitation invitation) implements Ticket {
        public Provisional(RoomId room, long arrivedAtMillis, String gateway, Life life) {
            this(room, arrivedAtMillis, gateway, life, null);
        }

        @Override
        public @Nullable Provisional asProvisional() {
            return this;
        }

        public Provisional {
            PlainText.require("gateway", gateway);
            if (arrivedAtMillis < 0) {
                throw new IllegalArgumentException("arrivedAtMillis: " + arrivedAtMillis + " (expected: >= 0)");
            }
        }

        public Provisional seen(long nowSeconds, long usefulSeconds) {
            return new Provisional(room, arrivedAtMillis, gateway, life.seen(nowSeconds, usefulSeconds), invitation);
        }

        /** The same arrival, with what lets it into a lane. */
        public Provisional with(Invitation newInvitation) {
            return new Provisional(room, arrivedAtMillis, gateway, life, newInvitation);
        }

        /** The ticket that the stamp is exchanged for. */
        public Numbered numbered(Place place, String lineage, Place serving) {
            return new Numbered(room, place, lineage, life, serving);
        }

        @Override
        public <T> T fold(Function<Numbered, T> numbered, Function<Provisional, T> provisional) {
            return provisional.apply(this);
        }
    }
}
