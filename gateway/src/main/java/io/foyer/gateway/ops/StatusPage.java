package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomSnapshot;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.ops.GatewayFigures.RoomFigures;
import io.foyer.gateway.ops.GatewayFigures.ShopFigures;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The console's first page: how all stands. It asks for itself again every two seconds, unless its reader stopped that. */
final class StatusPage {
    private static final ConsolePage PAGE = new ConsolePage("status.mustache");

    private StatusPage() {}

    /** Whether the page renews itself: who reads it with a keyboard or a screen reader needs it to stand still. */
    enum Kind {
        LIVE,
        STILL;

        static Kind of(RequestHead request) {
            return "still".equals(request.query()) ? STILL : LIVE;
        }
    }

    static Answer of(GatewayFigures figures, List<String> notReady, Instant now, Kind kind) {
        Map<String, Object> view = new HashMap<>();
        view.put("live", kind == Kind.LIVE);
        view.put("node", figures.node());
        view.put("version", figures.version());
        view.put("up", duration(Duration.between(figures.startedAt(), now)));
        view.put("ready", notReady.isEmpty() ? "ready" : "not ready: " + String.join(", ", notReady));
        view.put("readyClass", notReady.isEmpty() ? "good" : "bad");
        view.put(
                "store",
                (figures.store().up() ? "up, " : "away, ") + figures.store().detail());
        view.put("storeClass", figures.store().up() ? "good" : "bad");
        view.put("hash", figures.config().hash());
        view.put("loaded", duration(Duration.between(figures.config().loadedAt(), now)));
        view.put("refused", !figures.config().isLatest());
        view.put("problems", figures.config().problems());
        view.put("shops", figures.shops().stream().map(StatusPage::shop).toList());
        view.put("now", now.truncatedTo(ChronoUnit.SECONDS).toString());
        return PAGE.answer(200, view);
    }

    private static Map<String, Object> shop(ShopFigures shop) {
        Map<String, Object> view = new HashMap<>();
        view.put("name", shop.name());
        view.put("orders", figure(shop.state(), RoomSnapshot.ShopState::ordersLastMinute));
        view.put("ordersBudget", shop.budget().ordersPerMinute());
        view.put(
                "ordersMeter",
                shop.state().map(RoomSnapshot.ShopState::ordersLastMinute).orElse(0L));
        view.put("orders5s", figure(shop.state(), RoomSnapshot.ShopState::ordersLast5s));
        view.put("orders5sBudget", shop.budget().ordersPer5s());
        view.put("held", figure(shop.state(), RoomSnapshot.ShopState::held));
        view.put("active", shop.active());
        view.put("activeBudget", shop.budget().activeBuyers());
        view.put("gateways", figure(shop.state(), state -> (long) state.gateways()));
        view.put("upstream", Texts.lower(shop.upstream().state()));
        view.put("upstreamDetail", shop.upstream().detail());
        view.put(
                "upstreamClass",
                switch (shop.upstream().state()) {
                    case HEALTHY -> "good";
                    case DEGRADED -> "fair";
                    case DOWN -> "bad";
                });
        view.put(
                "rooms",
                shop.rooms().stream().map(room -> room(shop.name(), room)).toList());
        return view;
    }

    static Map<String, Object> room(String shop, RoomFigures room) {
        Map<String, Object> view = new HashMap<>();
        view.put("shop", shop);
        Optional<RoomSnapshot> snapshot = room.snapshot();
        boolean paused = snapshot.map(RoomSnapshot::paused).orElse(false);
        view.put("name", room.name());
        view.put("path", RoomConsole.path(shop, room.name()));
        view.put("paused", paused);
        String phase = Texts.lower(room.phase());
        view.put("state", snapshot.isEmpty() ? "no word yet" : paused ? phase + ", paused" : phase);
        view.put("stateClass", snapshot.isEmpty() || paused ? "fair" : "good");
        view.put("waiting", figure(snapshot, s -> s.waiting()));
        view.put("serving", figure(snapshot, s -> s.serving().number()));
        view.put("tail", figure(snapshot, RoomSnapshot::tail));
        view.put("admitted", figure(snapshot, s -> s.totals().admitted()));
        view.put("ordered", figure(snapshot, s -> s.totals().ordered()));
        view.put("active", figure(snapshot, s -> s.totals().active()));
        view.put("era", figure(snapshot, RoomSnapshot::era));
        return view;
    }

    private static <T> String figure(Optional<T> source, Function<T, Long> figure) {
        return source.map(figure)
                .map(number -> String.format(Locale.ROOT, "%,d", number))
                .orElse("–");
    }

    private static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        long minutes = seconds / 60;
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }
}
