package io.foyer.gateway.ops;

import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.ops.RoomChange.Verb;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A room's page in the console. Each change has a page that asks whether it is meant and one that says how it went; plain
 * forms, so that they work with any keyboard, screen reader and policy.
 */
final class RoomConsole {
    static final String PATHS = "/rooms/";

    private static final Pattern ROOM = Pattern.compile("/rooms/([^/]+)/([^/]+)");
    private static final ConsolePage PAGE = new ConsolePage("room.mustache");

    private final RoomChanges changes;

    RoomConsole(RoomChanges changes) {
        this.changes = changes;
    }

    static String path(String shop, String room) {
        return PATHS + shop + "/" + room;
    }

    void handle(Exchange exchange) {
        RequestHead request = exchange.request();
        RoomChange change = RoomChange.ofConsole(request.path());
        boolean isPost = request.method().equals("POST");
        if (change != null && isPost) {
            changes.carryOut(change, exchange)
                    .thenAcceptAsync(
                            outcome -> exchange.answer(result(outcome, path(change.shop(), change.room()))),
                            exchange.eventLoop());
        } else if (!OpsGuard.isReading(request)) {
            exchange.answer(OpsAnswers.methodNotAllowed(change == null ? "GET, HEAD" : "GET, HEAD, POST"));
        } else if (change != null) {
            exchange.answer(ask(change, Objects.requireNonNullElse(request.query(), "")));
        } else {
            exchange.answer(room(request.path()));
        }
    }

    private Answer room(String path) {
        Matcher names = ROOM.matcher(path);
        if (!names.matches()) {
            return result(Outcome.refused(404, "Not found", "there is nothing at " + path));
        }
        Optional<RoomChanges.Found> found = changes.find(names.group(1), names.group(2));
        if (found.isEmpty()) {
            return result(RoomChanges.noSuchRoom(names.group(1), names.group(2)));
        }
        RoomChanges.Found room = found.get();
        Map<String, Object> view = new HashMap<>();
        view.put("title", "Room " + room.id().room());
        view.put("room", StatusPage.room(room.id().shop(), room.figures()));
        return PAGE.answer(200, view);
    }

    private Answer ask(RoomChange change, String query) {
        if (changes.find(change.shop(), change.room()).isEmpty()) {
            return result(RoomChanges.noSuchRoom(change.shop(), change.room()));
        }
        String room = path(change.shop(), change.room());
        String action = room + "/" + Texts.lower(change.verb());
        if (change.verb() != Verb.CALL) {
            return ask(change, 0, action);
        }
        try {
            int count = CallRequest.of(query).count();
            // Named here, so that a page sent twice calls once.
            return ask(change, count, action + "?count=" + count + "&by=console&id=" + UUID.randomUUID());
        } catch (IllegalArgumentException e) {
            return result(Outcome.refused(400, "Bad request", Objects.requireNonNullElse(e.getMessage(), "")), room);
        }
    }

    private static Answer ask(RoomChange change, int count, String action) {
        Map<String, Object> ask = new HashMap<>();
        ask.put("name", change.room());
        ask.put("shop", change.shop());
        ask.put("back", path(change.shop(), change.room()));
        ask.put("action", action);
        ask.put("count", count);
        ask.put("isPause", change.verb() == Verb.PAUSE);
        ask.put("isResume", change.verb() == Verb.RESUME);
        ask.put("isCall", change.verb() == Verb.CALL);
        String title = switch (change.verb()) {
            case PAUSE -> "Pause";
            case RESUME -> "Resume";
            case CALL -> "Call " + count + " from";
        };
        return PAGE.answer(200, Map.of("title", title + " room " + change.room() + "?", "ask", ask));
    }

    /** How it went, where there is no room to go back to. */
    static Answer result(Outcome outcome) {
        return result(outcome, "");
    }

    private static Answer result(Outcome outcome, String room) {
        Map<String, Object> result = new HashMap<>();
        result.put("detail", sentence(outcome.detail()));
        result.put("isDone", outcome.isDone());
        result.put("needsToken", outcome.status() == 401);
        result.put("hasRoom", !room.isEmpty());
        result.put("back", room);
        return PAGE.answer(outcome.status(), Map.of("title", outcome.title(), "result", result));
    }

    private static String sentence(String text) {
        return text.isEmpty() ? "" : Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
