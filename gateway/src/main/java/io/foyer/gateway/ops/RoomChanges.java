package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomId;
import io.foyer.gateway.exchange.Exchange;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what an operator asks of a room, whether through the API or the console. */
final class RoomChanges {
    private static final Logger LOG = LoggerFactory.getLogger(RoomChanges.class);

    private final OpsControl control;

    RoomChanges(OpsControl control) {
        this.control = control;
    }

    /** The room as it stands; empty when there is none of that name. */
    Optional<Found> find(String shop, String room) {
        return control.figures().shops().stream()
                .filter(figures -> figures.name().equals(shop))
                .flatMap(figures -> figures.rooms().stream())
                .filter(figures -> figures.name().equals(room))
                .findFirst()
                .map(figures -> new Found(new RoomId(shop, room), figures));
    }

    record Found(RoomId id, GatewayFigures.RoomFigures figures) {}

    static Outcome noSuchRoom(String shop, String room) {
        return Outcome.refused(404, "No such room", "there is no room " + shop + "/" + room);
    }

    /** Completes on any thread, and never exceptionally. */
    CompletionStage<Outcome> carryOut(RoomChange change, Exchange exchange) {
        Optional<Found> found = find(change.shop(), change.room());
        if (found.isEmpty()) {
            return CompletableFuture.completedFuture(noSuchRoom(change.shop(), change.room()));
        }
        RoomId room = found.get().id();
        LOG.info(
                "room {}: {} asked for by an operator at {}",
                room,
                Texts.lower(change.verb()),
                exchange.clientAddress().getHostAddress());
        CompletionStage<Outcome> outcome = switch (change.verb()) {
            case PAUSE -> pause(room, true);
            case RESUME -> pause(room, false);
            case CALL -> call(room, exchange.request().query());
        };
        return Outcome.inTime(outcome, failed -> failed);
    }

    private CompletionStage<Outcome> pause(RoomId room, boolean paused) {
        return control.pause(room, paused)
                .thenApply(done -> Outcome.done(
                        paused ? "Paused" : "Resumed",
                        paused
                                ? "nobody is called from the line of " + room + " until it is resumed"
                                : "buyers in the line of " + room + " are called again",
                        OpsAnswers.JSON
                                .createObjectNode()
                                .put("shop", room.shop())
                                .put("room", room.room())
                                .put("paused", paused)));
    }

    private CompletionStage<Outcome> call(RoomId room, @Nullable String query) {
        try {
            CallRequest call = CallRequest.of(query);
            return control.callNow(room, call.id(), call.count()).thenApply(reply -> call.outcome(room, reply));
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(
                    Outcome.refused(400, "Bad request", Objects.requireNonNullElse(e.getMessage(), "")));
        }
    }
}
