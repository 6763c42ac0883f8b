package io.foyer.gateway.rooms;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import io.foyer.admission.line.Lobby;
import io.foyer.admission.line.LobbyCall;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.SigningKey;
import io.foyer.admission.token.Ticket;
import io.foyer.gateway.draw.PublishedDraw;
import io.foyer.gateway.log.RepeatedLog;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The drawn sale of a room at this gateway: opens its lobby, has it drawn at the start, and exchanges lobby numbers for drawn
 * places, which follow from the key and the lobby's size. {@link #sync} belongs to the rooms thread; the rest is for any.
 */
final class Lottery {
    private static final Logger log = LoggerFactory.getLogger(Lottery.class);
    private static final RepeatedLog NO_KEY = new RepeatedLog(log, Level.ERROR);
    private static final RepeatedLog NOT_CARRIED = new RepeatedLog(log, Level.WARN);

    /** All gateways tell within this time who they heard from in the lobby. */
    private static final long GATHER_NANOS = TimeUnit.SECONDS.toNanos(3);

    /** If presence cannot be carried over, every page has asked twice before the first call. */
    private static final long DRAWING_MILLIS_MIN = 10_000;

    /** A sale that opened so much later than now never opened. */
    private static final long SALE_JUMP_MAX_MILLIS = 1_000_000;

    private final RoomContext context;
    private final Runnable onTurn;
    private final PresenceCarrier carrier;
    private final AtomicReference<Lobby> known = new AtomicReference<>(Lobby.NONE);
    private volatile Told told = new Told(Lobby.NONE, null, null);
    private boolean asking;
    private boolean carrying;
    private long carryFromNanos;

    /** What the store said last. */
    private record Told(
            Lobby lobby, @Nullable DrawKey key, @Nullable Draw draw) {}

    /** @param onTurn the lobby has opened or was drawn: the room is in another era */
    Lottery(RoomContext context, Runnable onTurn) {
        this.context = context;
        this.onTurn = onTurn;
        this.carrier = new PresenceCarrier(context.id(), context.setting().store());
    }

    /** Whether the lobby of this plan's sale has been opened in the store, as far as this gateway knows. */
    boolean isReady(SalePlan plan) {
        Lobby lobby = told.lobby();
        return lobby.sale() > 0 && !(lobby.isDrawn() && plan.lobbyOpensMillis() > lobby.drawEra() * 1_000);
    }

    /** Whether the sale has been drawn and those present are known by their places. */
    boolean isSettled() {
        return told.lobby().isDrawn() && !told.lobby().isDrawing();
    }

    /** Empty before the lobby opens. */
    Optional<PublishedDraw> published() {
        Told now = told;
        if (now.key() == null) {
            return Optional.empty();
        }
        return Optional.of(
                now.draw() == null
                        ? PublishedDraw.committed(context.id().toString(), now.key())
                        : PublishedDraw.revealed(
                                context.id().toString(), now.key(), now.draw().size()));
    }

    /**
     * The ticket as it is now: with its drawn place once there is one. Null for one from before the lobby, whose holder is a
     * newcomer to this sale.
     */
    @Nullable
    Ticket current(Ticket ticket, long nowMillis) {
        Ticket.Numbered placed = ticket.asNumbered();
        if (placed == null) {
            return ticket;
        }
        learn(placed, nowMillis);
        Told now = told;
        Ticket.Lot lot = placed.lot();
        if (lot == null) {
            return placed.place().era() < beginning(now.lobby()) ? null : ticket;
        }
        if (lot.sale() != now.lobby().sale() || lot.isDrawn() || !now.lobby().isDrawn()) {
            return lot.sale() < now.lobby().sale() ? null : ticket;
        }
        return now.draw() == null || lot.number() > now.draw().size()
                ? null
                : drawn(placed, lot, now.lobby(), now.draw());
    }

    private static Ticket drawn(Ticket.Numbered ticket, Ticket.Lot lot, Lobby lobby, Draw draw) {
        Place place = new Place(lobby.drawEra(), draw.place(lot.number()));
        return ticket.with(new Ticket.Lot(lot.sale(), lot.number(), draw.size()), place);
    }

    private static long beginning(Lobby lobby) {
        if (lobby.isDrawn()) {
            return lobby.drawEra();
        }
        return lobby.eras().isEmpty() ? 0 : lobby.eras().get(0);
    }

    /** Tickets know the draw as well: a store that lost it, and gateways that are new, are taught by them. */
    private void learn(Ticket.Numbered ticket, long nowMillis) {
        Ticket.Lot lot = ticket.lot();
        Lobby before = known.get();
        boolean isNews = lot != null && (lot.sale() > before.sale() || lot.isDrawn() && !before.isDrawn());
        if (lot != null && isNews && lot.sale() < nowMillis + SALE_JUMP_MAX_MILLIS) {
            long era = lot.isDrawn() ? ticket.place().era() : 0;
            Lobby seen = new Lobby(lot.sale(), "", lot.size(), era, List.of(), false);
            known.updateAndGet(now -> now.merge(seen));
        }
    }

    /** Once a second, while the room's plan has a draw. */
    void sync() {
        if (asking) {
            return;
        }
        asking = true;
        SalePlan plan = context.terms().plan();
        long drawingMillis =
                Math.max(DRAWING_MILLIS_MIN, 2 * context.longestPoll().toMillis());
        Lobby opening = new Lobby(plan.lobbyOpensMillis(), "", 0, 0, List.of(), false);
        LobbyCall call = new LobbyCall(plan, keyOf(opening).commitment(), withCommitment(known.get()), drawingMillis);
        context.setting()
                .store()
                .lobby(context.id(), call)
                .whenCompleteAsync(
                        (lobby, failure) -> {
                            asking = false;
                            if (lobby != null) {
                                take(lobby);
                            }
                        },
                        context.setting().roomsThread())
                .exceptionally(failure -> null);
    }

    private Lobby withCommitment(Lobby lobby) {
        return lobby.sale() == 0 || !lobby.commitment().isEmpty()
                ? lobby
                : new Lobby(
                        lobby.sale(),
                        keyOf(lobby).commitment(),
                        lobby.size(),
                        lobby.drawEra(),
                        lobby.eras(),
                        lobby.isDrawing());
    }

    private void take(Lobby lobby) {
        Told before = told;
        known.updateAndGet(now -> lobby.merge(now));
        if (!lobby.equals(before.lobby())) {
            DrawKey key = lobby.sale() == 0 ? null : keyOf(lobby);
            Draw draw = key == null || lobby.size() == 0
                    ? null
                    : new Draw(key, context.id().toString(), lobby.size());
            told = new Told(lobby, key, draw);
            turned(before.lobby(), lobby);
        }
        carry(lobby, told.draw());
    }

    private void turned(Lobby before, Lobby lobby) {
        if (before.sale() == lobby.sale() && before.drawEra() == lobby.drawEra()) {
            return;
        }
        if (lobby.isDrawn()) {
            log.info("room {}: lobby of {} drawn, era {}", context.id(), lobby.size(), lobby.drawEra());
        } else if (lobby.isOpen()) {
            log.info("room {}: lobby open, commitment {}", context.id(), lobby.commitment());
        }
        carryFromNanos = context.setting().nanoClock().getAsLong() + GATHER_NANOS;
        onTurn.run();
    }

    /** Who is present is known by lobby number: the places follow from the draw, and are told off the event loops. */
    private void carry(Lobby lobby, @Nullable Draw draw) {
        boolean isTime = context.setting().nanoClock().getAsLong() - carryFromNanos >= 0;
        if (!lobby.isDrawing() || carrying || !isTime) {
            return;
        }
        carrying = true;
        carrier.carry(lobby, draw)
                .whenCompleteAsync(
                        (done, failure) -> {
                            carrying = false;
                            if (failure != null) {
                                NOT_CARRIED.log(
                                        "room {}: who is in the lobby could not be told by drawn place ({}); tried again, and calls"
                                                + " begin anyway when all pages have asked",
                                        context.id(),
                                        failure.toString());
                            } else {
                                sync();
                            }
                        },
                        context.setting().roomsThread())
                .exceptionally(failure -> null);
    }

    /** Signing keys are rotated while a lobby is open: the key is the one that was committed to. */
    private DrawKey keyOf(Lobby lobby) {
        KeyRing ring = context.keys();
        for (SigningKey each : ring.keys()) {
            DrawKey key = each.drawKey(context.id().toString(), lobby.sale());
            if (key.commitment().equals(lobby.commitment())) {
                return key;
            }
        }
        if (!lobby.commitment().isEmpty()) {
            NO_KEY.log(
                    "room {}: the signing key that the draw was committed to is gone; the draw goes on with another, and"
                            + " `foyer draw verify` will say so; keep keys until the sale has ended",
                    context.id());
        }
        return ring.signing().drawKey(context.id().toString(), lobby.sale());
    }
}
