package io.foyer.admission.token;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import org.jspecify.annotations.Nullable;

/**
 * Tickets, passes and invitations as claims and back. {@code iss}, {@code aud}, {@code sub}, {@code iat} and {@code exp} are those of RFC
 * 7519: any JWT library judges a token's validity by them. The others are ours.
 */
final class Claims {
    private static final String ISSUER = "foyer";

    private final ClaimReader in = new ClaimReader();
    private final RoomCache rooms = new RoomCache();

    byte[] of(Ticket ticket) {
        ClaimWriter out = begin(ticket.room());
        Ticket.Life life = ticket.life();
        ClaimWriter placed = ticket.fold(
                numbered -> lot(
                        place(out, numbered.place())
                                .text("lin", numbered.lineage())
                                .number("sera", numbered.servingSeen().era())
                                .number("snum", numbered.servingSeen().number()),
                        numbered.lot()),
                provisional -> invitation(
                        out.number("arr", provisional.arrivedAtMillis()).text("gw", provisional.gateway()),
                        provisional.invitation()));
        return placed.text("sub", life.buyer())
                .number("iat", life.issuedAtSeconds())
                .number("seen", life.seenAtSeconds())
                .number("exp", life.endsAtSeconds())
                .end();
    }

    byte[] of(Invitation invitation) {
        return begin(invitation.lane())
                .text("sub", invitation.id())
                .number("uses", invitation.uses())
                .number("exp", invitation.endsAtSeconds())
                .end();
    }

    byte[] of(Pass pass) {
        return place(begin(pass.room()), pass.place())
                .text("sub", pass.buyer())
                .number("iat", pass.admittedAtSeconds())
                .number("seen", pass.seenAtSeconds())
                .number("idle", pass.idleSeconds())
                .number("hard", pass.hardAtSeconds())
                .number("orders", pass.credit())
                .number("exp", pass.endsAtSeconds())
                .end();
    }

    /** @throws IllegalArgumentException when {@code json[0, length)} is not exactly the claims of a ticket */
    Ticket ticket(byte[] json, int length) {
        RoomId room = beginReading(json, length);
        return in.isNext("arr") ? provisional(room) : numbered(room);
    }

    /** @throws IllegalArgumentException when {@code json[0, length)} is not exactly the claims of an invitation */
    Invitation invitation(byte[] json, int length) {
        RoomId lane = beginReading(json, length);
        Invitation invitation = new Invitation(lane, in.text("sub"), uses(), in.number("exp"));
        requireComplete();
        return invitation;
    }

    private int uses() {
        return (int) Math.min(in.number("uses"), Integer.MAX_VALUE);
    }

    /** @throws IllegalArgumentException when {@code json[0, length)} is not exactly the claims of a pass */
    Pass pass(byte[] json, int length) {
        RoomId room = beginReading(json, length);
        Place place = place("era", "num");
        Pass pass = new Pass(
                room,
                place,
                in.text("sub"),
                in.number("iat"),
                in.number("seen"),
                in.number("idle"),
                in.number("hard"),
                orders());
        if (in.number("exp") != pass.endsAtSeconds()) {
            throw new IllegalArgumentException("exp of a pass (expected: the end that its limits say)");
        }
        requireComplete();
        return pass;
    }

    private int orders() {
        long orders = in.number("orders");
        if (orders > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("orders of a pass (expected: no more than we write)");
        }
        return (int) orders;
    }

    private Ticket numbered(RoomId room) {
        Place place = place("era", "num");
        String lineage = in.text("lin");
        Place servingSeen = place("sera", "snum");
        Ticket.Lot lot =
                in.isNext("sale") ? new Ticket.Lot(in.number("sale"), in.number("lot"), in.number("lots")) : null;
        Ticket ticket = new Ticket.Numbered(room, place, lineage, life(), servingSeen, lot);
        requireComplete();
        return ticket;
    }

    private Ticket provisional(RoomId room) {
        long arrivedAtMillis = in.number("arr");
        String gateway = in.text("gw");
        Invitation invitation =
                in.isNext("code") ? new Invitation(room, in.text("code"), uses(), in.number("until")) : null;
        Ticket ticket = new Ticket.Provisional(room, arrivedAtMillis, gateway, life(), invitation);
        requireComplete();
        return ticket;
    }

    private Ticket.Life life() {
        return new Ticket.Life(in.text("sub"), in.number("iat"), in.number("seen"), in.number("exp"));
    }

    private Place place(String era, String number) {
        return new Place(in.number(era), in.number(number));
    }

    private RoomId beginReading(byte[] json, int length) {
        in.reset(json, length);
        in.text("iss", ISSUER);
        String shop = in.text("aud");
        return rooms.get(shop, in.text("room"));
    }

    private void requireComplete() {
        if (!in.isComplete()) {
            throw new IllegalArgumentException("claims (expected: our own, each once, in our order)");
        }
    }

    private static ClaimWriter begin(RoomId room) {
        return new ClaimWriter().text("iss", ISSUER).text("aud", room.shop()).text("room", room.room());
    }

    private static ClaimWriter lot(ClaimWriter out, Ticket.@Nullable Lot lot) {
        return lot == null
                ? out
                : out.number("sale", lot.sale()).number("lot", lot.number()).number("lots", lot.size());
    }

    private static ClaimWriter invitation(ClaimWriter out, @Nullable Invitation invitation) {
        return invitation == null
                ? out
                : out.text("code", invitation.id())
                        .number("uses", invitation.uses())
                        .number("until", invitation.endsAtSeconds());
    }

    private static ClaimWriter place(ClaimWriter out, Place place) {
        return out.number("era", place.era()).number("num", place.number());
    }
}
