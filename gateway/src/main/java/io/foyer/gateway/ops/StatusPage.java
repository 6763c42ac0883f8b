package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.ops.GatewayFigures.RoomFigures;
import io.foyer.gateway.ops.GatewayFigures.ShopFigures;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The status page: one HTML response that loads nothing and asks for itself again every two seconds. */
final class StatusPage {
    private static final String STYLE = OpsFiles.text("status.css");
    private static final Template PAGE = Mustache.compiler().compile(OpsFiles.text("status.mustache"));
    private static final String POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; "
            + "frame-ancestors 'none'; style-src 'sha256-" + sha256(STYLE) + "'";

    private StatusPage() {}

    static Answer of(GatewayFigures figures, List<String> notReady, Instant now) {
        Map<String, Object> view = new HashMap<>();
        view.put("style", STYLE);
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
        return OpsAnswers.html(PAGE.execute(view), POLICY);
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
        view.put("rooms", shop.rooms().stream().map(StatusPage::room).toList());
        return view;
    }

    private static Map<String, Object> room(RoomFigures room) {
        Map<String, Object> view = new HashMap<>();
        Optional<RoomSnapshot> snapshot = room.snapshot();
        boolean paused = snapshot.map(RoomSnapshot::paused).orElse(false);
        view.put("name", room.name());
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

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
