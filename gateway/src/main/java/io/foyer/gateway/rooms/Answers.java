package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.wait.PollPlan;
import io.foyer.admission.wait.WaitMove;
import io.foyer.admission.wait.WaitRange;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.http.HeaderLines;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.pages.ErrorPages;
import io.foyer.gateway.pages.Fault;
import io.foyer.gateway.pages.LineNote;
import io.foyer.gateway.pages.PageAnswer;
import io.foyer.gateway.pages.PauseReason;
import io.foyer.gateway.pages.Representation;
import io.foyer.gateway.pages.RoomState;
import io.foyer.gateway.pages.RoomStatus;
import io.foyer.gateway.pages.StatusJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Puts what a room knows of a buyer into the words of the pages. Any event loop may call. */
final class Answers {
    private static final WaitRange AT_ONCE = new WaitRange(0, 0, 0);

    /** Who waits for others of the same network asks again within these, each at another time. */
    private static final int CROWDED_SECONDS_MIN = 5;

    private static final int CROWDED_SECONDS_MAX = 10;

    private volatile ErrorPages errors;

    Answers(ErrorPages errors) {
        this.errors = errors;
    }

    void use(ErrorPages newErrors) {
        errors = newErrors;
    }

    Answer fault(Exchange exchange, Fault fault) {
        RequestHead request = exchange.request();
        Representation representation = Representation.of(request.header("accept"));
        return answer(errors.answer(fault, representation, request.header("accept-language")), "");
    }

    /** The waiting page for a browser, a problem for anything else. */
    Answer wait(Exchange exchange, ShopState state, Room room, Standing standing, WaitAnswer extra) {
        RequestHead request = exchange.request();
        if (isForBrowser(exchange)) {
            RoomStatus status = statusOf(exchange, state, room, standing, null);
            PageAnswer page = state.pages()
                    .room()
                    .render(status, state.pageContext(room, request), request.header("accept-language"));
            return answer(page, extra.cookieLine());
        }
        RoomStatus status = statusOf(exchange, state, room, standing, extra.token());
        return answer(StatusJson.problem(status, state.config().prefix() + "status"), extra.cookieLine());
    }

    static boolean isForBrowser(Exchange exchange) {
        return Representation.of(exchange.request().header("accept")) == Representation.HTML;
    }

    /** For a request that no buyer may be waiting for: nothing was taken, and nothing here is worth keeping. */
    Answer notNow(Exchange exchange, ShopState state, Room room) {
        Answer page = wait(exchange, state, room, Standing.stranger(room.view()), WaitAnswer.PLAIN);
        byte[] lines = isForBrowser(exchange)
                ? HeaderLines.join(page.headerLines(), "Retry-After: 5\r\n")
                : page.headerLines();
        return new Answer(page.status() == 200 ? 503 : page.status(), lines, page.body());
    }

    Answer json(String text) {
        return new Answer(200, StatusJson.headerLines(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The status object. */
    Answer status(Exchange exchange, ShopState state, Room room, Standing standing, WaitAnswer extra) {
        return answer(StatusJson.answer(statusOf(exchange, state, room, standing, extra.token())), extra.cookieLine());
    }

    /**
     * @param cookieLine ready Set-Cookie lines, or empty
     * @param token the ticket in words, for clients without cookies; null for browsers, whose scripts must not read it
     */
    record WaitAnswer(String cookieLine, @Nullable String token) {
        static final WaitAnswer PLAIN = new WaitAnswer("", null);

        /** @param lines complete header lines, or empty */
        WaitAnswer and(String lines) {
            return lines.isEmpty() ? this : new WaitAnswer(cookieLine + lines, token);
        }
    }

    private static RoomStatus statusOf(
            Exchange exchange, ShopState state, Room room, Standing standing, @Nullable String token) {
        RoomView view = standing.view();
        Place place = standing.place();
        SaleClock sale = SaleClock.of(room);
        ShopCondition.Now shop = state.shop().condition();
        RoomState buyerState = stateOf(standing, sale, shop);
        boolean isInLine = buyerState != RoomState.LOBBY && buyerState != RoomState.CLOSED;
        Long ahead = view == null || place == null || !isInLine ? null : view.ahead(place);
        // Who waits for the store, or goes in next, asks as often as it may; everybody else by the wait that is left.
        Optional<WaitRange> wait = ahead == null || standing.isCalled() ? Optional.of(AT_ONCE) : room.waitFor(ahead);
        WaitMove move = place == null || ahead == null ? WaitMove.NONE : room.moveFor(place, ahead);
        return new RoomStatus(
                state.config().name(),
                room.id().room(),
                buyerState,
                place == null ? null : place.number(),
                ahead,
                view == null ? 0 : view.waiting(),
                view == null ? 0 : view.serving().number(),
                isWaitTold(standing, ahead) && buyerState != RoomState.PAUSED ? wait.orElse(null) : null,
                nextPollSeconds(state.pages().polls(), sale, wait, standing),
                message(exchange, state, note(buyerState, shop, move)),
                Instant.ofEpochMilli(
                        sale.isPlanned() || view == null
                                ? sale.nowMillis()
                                : view.snapshot().storeTimeMillis()),
                token,
                reason(standing, buyerState),
                sale.status(standing.lot(), place));
    }

    /** What the operator says, and why the line goes as it goes. */
    private static @Nullable String message(Exchange exchange, ShopState state, @Nullable LineNote note) {
        String own = state.config().message();
        if (note == null) {
            return own.isEmpty() ? null : own;
        }
        String words = state.pages().room().words(note, exchange.request().header("accept-language"));
        return own.isEmpty() ? words : own + " " + words;
    }

    private static @Nullable LineNote note(RoomState buyerState, ShopCondition.Now shop, WaitMove move) {
        if (buyerState != RoomState.WAITING && buyerState != RoomState.PAUSED) {
            return null;
        }
        if (shop.factor() == 0) {
            return LineNote.SHOP_RECOVERS;
        }
        return switch (shop.reason()) {
            case NONE -> buyerState == RoomState.WAITING ? noteOn(move) : null;
            case LATENCY, FAILURES -> LineNote.SHOP_SLOW;
            case FAILOVER, DOWN -> LineNote.SHOP_BACK;
        };
    }

    private static @Nullable LineNote noteOn(WaitMove move) {
        return switch (move) {
            case NONE -> null;
            case FASTER -> LineNote.FASTER;
            case SLOWER -> LineNote.SLOWER;
            case STOOD_STILL -> LineNote.STOOD_STILL;
            case OTHERS_RETURNED -> LineNote.OTHERS_RETURNED;
        };
    }

    private static int nextPollSeconds(PollPlan polls, SaleClock sale, Optional<WaitRange> wait, Standing standing) {
        ThreadLocalRandom luck = ThreadLocalRandom.current();
        if (standing.isStamped()) {
            return standing.is(Standing.Kind.TO_RETURN)
                    ? 1
                    : luck.nextInt(CROWDED_SECONDS_MIN, CROWDED_SECONDS_MAX + 1);
        }
        if (sale.phase() == SalePlan.Phase.ENDED) {
            return (int) polls.longest().toSeconds();
        }
        OptionalLong next = sale.millisToNext();
        if (next.isEmpty()) {
            return polls.nextPollSeconds(wait, luck.nextLong());
        }
        RoomView view = standing.view();
        return polls.nextPollSeconds(next.getAsLong(), view == null ? 0 : view.waiting(), luck.nextLong());
    }

    private static RoomState stateOf(Standing standing, SaleClock sale, ShopCondition.Now shop) {
        if (standing.is(Standing.Kind.ADMITTED)) {
            return RoomState.ADMITTED;
        }
        boolean mayGoIn = standing.isCalled() && !standing.is(Standing.Kind.PASSED_OVER);
        if (!sale.phase().isJoinable() && !mayGoIn) {
            return RoomState.CLOSED;
        }
        if (standing.is(Standing.Kind.STRANGER)) {
            return RoomState.NONE;
        }
        if (standing.is(Standing.Kind.LET_IN)) {
            return RoomState.CALLED;
        }
        if (standing.isStoreAway()) {
            return RoomState.PAUSED;
        }
        if (standing.is(Standing.Kind.PASSED_OVER) || standing.isStamped()) {
            return RoomState.WAITING;
        }
        if (standing.isCalled()) {
            return RoomState.CALLED;
        }
        if (sale.isInLobby()) {
            return RoomState.LOBBY;
        }
        return standing.isPaused() || shop.factor() == 0 ? RoomState.PAUSED : RoomState.WAITING;
    }

    private static @Nullable PauseReason reason(Standing standing, RoomState state) {
        if (state == RoomState.PAUSED) {
            return standing.isStoreAway()
                    ? PauseReason.STORE
                    : standing.isPaused() ? PauseReason.OPERATOR : PauseReason.SHOP;
        }
        if (standing.is(Standing.Kind.TO_RETURN)) {
            return PauseReason.RETURN;
        }
        return standing.is(Standing.Kind.CROWDED) ? PauseReason.NETWORK : null;
    }

    private static boolean isWaitTold(Standing standing, @Nullable Long ahead) {
        return ahead != null && !standing.isStoreAway() && !standing.isPaused() && !standing.isCalled();
    }

    /** The page for somebody who has just given up the place. */
    Answer left(Exchange exchange, ShopState state, Room room, WaitAnswer extra) {
        RoomStatus status = statusOf(exchange, state, room, Standing.stranger(room.view()), null);
        PageAnswer page = state.pages()
                .room()
                .render(
                        status,
                        state.pageContext(room, exchange.request()),
                        exchange.request().header("accept-language"));
        return new Answer(200, HeaderLines.join(page.headerLines(), extra.cookieLine()), page.body());
    }

    private static Answer answer(PageAnswer page, String cookieLine) {
        return new Answer(page.status(), HeaderLines.join(page.headerLines(), cookieLine), page.body());
    }
}
