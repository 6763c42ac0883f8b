package io.foyer.gateway.ops;

import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.CallReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.PresenceMap;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.line.StoreUnavailableException;
import io.foyer.admission.pacing.ShopHealth;
import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream.Health;
import io.foyer.admission.upstream.Upstream.ServerHealth;
import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import io.foyer.gateway.ops.GatewayFigures.ConfigFigures;
import io.foyer.gateway.ops.GatewayFigures.RoomFigures;
import io.foyer.gateway.ops.GatewayFigures.ShopFigures;
import io.foyer.gateway.ops.GatewayFigures.StoreFigures;
import io.foyer.gateway.rooms.DoorReport;
import io.foyer.gateway.rooms.PacingReport;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** A gateway with one shop of two rooms, one of which the store has not told of yet. */
final class FakeControl implements OpsControl {
    static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

    final List<String> asked = new ArrayList<>();
    List<String> problems = List.of();
    boolean storeUp = true;
    boolean paused;
    CallNowReply.Outcome callOutcome = CallNowReply.Outcome.CALLED;

    @Override
    public GatewayFigures figures() {
        RoomSnapshot snapshot = new RoomSnapshot(
                2,
                "run-1",
                new Place(2, 120),
                4_500,
                paused,
                new RoomSnapshot.Presence(2, new PresenceMap(120, new byte[] {(byte) 0xff}, 100, new int[] {30, 4})),
                List.of(new RoomSnapshot.EraLine(2, 4_500, 42, 12)),
                new RoomSnapshot.Totals(115, 110, 100, 3, 12),
                new RoomSnapshot.ShopState(57, 9, 4, 2),
                new RoomSnapshot.Windows(true, Set.of("gw-1", "gw-2")),
                START.toEpochMilli());
        Server server = new Server("a", URI.create("http://127.0.0.1:8081"));
        Server other = new Server("b", URI.create("http://127.0.0.1:8082"));
        Health health = new Health(
                Health.State.DEGRADED,
                "zone b serves; a 0/1, b 1/1 healthy",
                List.of(new ServerHealth(server, false), new ServerHealth(other, true)));
        ShopFigures shop = new ShopFigures(
                "arena",
                new BudgetConfig(60, 20, 500),
                Optional.of(snapshot.shop()),
                3,
                health,
                new PacingReport(0.4, 35, 22.5, 0.98, 46, 2.4, 0.5, ShopHealth.Reason.LATENCY),
                new DoorReport(0, 0),
                List.of(
                        new RoomFigures("final", Optional.empty(), 6, SalePlan.Phase.LOBBY),
                        new RoomFigures("main", Optional.of(snapshot), 0, SalePlan.Phase.OPEN)));
        return new GatewayFigures(
                "gw-1",
                "0.1.0",
                START,
                new StoreFigures(storeUp, "redis 7.0.15"),
                new ConfigFigures("5d41402a", START, problems.isEmpty(), problems),
                List.of(shop));
    }

    @Override
    public CompletionStage<Void> pause(RoomId room, boolean paused) {
        asked.add((paused ? "pause " : "resume ") + room);
        if (!storeUp) {
            return CompletableFuture.failedFuture(
                    new StoreUnavailableException("no answer within 250ms", new TimeoutException()));
        }
        this.paused = paused;
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<CallNowReply> callNow(RoomId room, String request, int calls) {
        asked.add("call " + calls + " " + room + " " + request);
        return CompletableFuture.completedFuture(
                new CallNowReply(callOutcome, calls - 1, new CallReply(true, 2, 120, 4_500)));
    }

    @Override
    public CompletionStage<Reload> reload() {
        asked.add("reload");
        List<String> changes = List.of("shops[0].budget.orders-per-minute: 60 -> 90");
        return CompletableFuture.completedFuture(
                problems.isEmpty() ? new Reload(true, List.of(), changes) : new Reload(false, problems, List.of()));
    }
}
