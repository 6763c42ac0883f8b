package io.foyer.gateway;

import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.RoomId;
import io.foyer.gateway.config.ConfigReloader;
import io.foyer.gateway.config.LastReload;
import io.foyer.gateway.config.Problem;
import io.foyer.gateway.ops.GatewayFigures;
import io.foyer.gateway.ops.GatewayFigures.ConfigFigures;
import io.foyer.gateway.ops.GatewayFigures.ShopFigures;
import io.foyer.gateway.ops.OpsControl;
import io.foyer.gateway.ops.StoreWatch;
import io.foyer.gateway.rooms.Rooms;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operators see and do of this gateway. Any thread. */
final class Operators implements OpsControl {
    private final Rooms rooms;
    private final StoreWatch store;
    private final ConfigReloader reloader;
    private final Instant startedAt = Instant.now();

    Operators(Rooms rooms, StoreWatch store, ConfigReloader reloader) {
        this.rooms = rooms;
        this.store = store;
        this.reloader = reloader;
    }

    @Override
    public GatewayFigures figures() {
        LastReload last = reloader.lastReload();
        return new GatewayFigures(
                reloader.inForce().node().id(),
                Version.TEXT,
                startedAt,
                store.figures(),
                new ConfigFigures(last.hash(), reloader.inForceSince(), last.ok(), lines(last)),
                rooms.report().stream().map(ShopFigures::of).toList());
    }

    @Override
    public CompletionStage<Void> pause(RoomId room, boolean paused) {
        return rooms.pause(room, paused);
    }

    @Override
    public CompletionStage<CallNowReply> callNow(RoomId room, String request, int calls) {
        return rooms.callNow(room, request, calls);
    }

    /** Reading files takes time, so it happens on a thread of its own. */
    @Override
    public CompletionStage<Reload> reload() {
        return CompletableFuture.supplyAsync(() -> {
            LastReload outcome = reloader.reload();
            return new Reload(outcome.ok(), lines(outcome), outcome.changes());
        });
    }

    private static List<String> lines(LastReload reload) {
        return reload.problems().stream().map(Problem::toString).toList();
    }
}
