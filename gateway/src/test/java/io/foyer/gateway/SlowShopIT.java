package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.foyer.gateway.Buyer.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shop that suffers, through the whole gateway: calls slow down, the page and the metrics say why, and it passes. */
class SlowShopIT {
    private static final Pattern HEALTH = Pattern.compile("\nfoyer_shop_health_ratio\\{shop=\"arena\"} (\\S+)");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private Buyer inside;
    private Buyer waiting;
    private ExecutorService clients;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(
                folder,
                "session: { idle: 10m, max: 30m, orders: 1 }",
                "session: { idle: 10m, max: 30m, orders: 1, requests-per-second: 0 }");
        clients = Executors.newFixedThreadPool(20);
        inside = gateway.buyer();
        waiting = gateway.buyer();
        await().until(() -> inside.browse("/").status() == 200);
        waiting.browse("/");
    }

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        gateway.close();
    }

    private void shop(ResponseDefinitionBuilder answer) {
        gateway.shop().stubFor(any(anyUrl()).willReturn(answer));
    }

    /** Requests on the pass, some at once; each with the cookies of the one who has it. */
    private void browse(int count) throws Exception {
        List<Future<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Buyer copy = gateway.buyer();
            copy.cookies().putAll(inside.cookies());
            replies.add(clients.submit(() -> copy.browse("/")));
        }
        for (Future<Reply> reply : replies) {
            reply.get();
        }
    }

    private double health() throws Exception {
        Matcher matcher = HEALTH.matcher(gateway.ops("GET", "/metrics"));
        assertThat(matcher.find()).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private Reply status() throws Exception {
        return waiting.send("GET", "/_foyer/status", Buyer.JSON + "Accept-Language: nl\r\n");
    }

    @Test
    void shopThatTurnsSlow_isCalledForLessAndSaysSoUntilItIsQuickAgain() throws Exception {
        shop(ok().withFixedDelay(50));
        browse(160);
        assertThat(health()).isEqualTo(1);
        assertThat(status().json().path("message").asString()).isEqualTo("Tickets are going fast.");

        shop(ok().withFixedDelay(800));
        await().atMost(PATIENCE).until(() -> {
            browse(20);
            return health() < 0.9;
        });
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("\nfoyer_shop_health_limited{reason=\"latency\",shop=\"arena\"} 1.0");
        assertThat(status().json().path("message").asString())
                .isEqualTo("Tickets are going fast. De winkel reageert nu traag, dus gaan mensen even langzamer naar"
                        + " binnen.");
        assertThat(waiting.browse("/").body()).contains("Right now the shop answers slowly");
        assertThat(status().json().path("state").asString()).isEqualTo("waiting");

        shop(ok().withFixedDelay(20));
        await().atMost(PATIENCE).until(() -> {
            double before = health();
            browse(40);
            return health() > before;
        });
    }

    @Test
    void shopThatIsAway_isSaidToPauseTheLineAndThenToComeBack() throws Exception {
        shop(serverError());
        await().atMost(PATIENCE)
                .until(() -> status().json().path("state").asString().equals("paused"));
        assertThat(status().json().path("reason").asString()).isEqualTo("shop");
        assertThat(status().json().path("wait").isNull()).isTrue();
        assertThat(status().json().path("message").asString()).contains("De winkel heeft even tijd nodig.");
        await().until(() -> health() == 0);

        shop(ok());
        await().atMost(PATIENCE)
                .until(() -> status().json().path("state").asString().equals("waiting"));
        assertThat(status().json().path("message").asString()).contains("De winkel is er weer");
        assertThat(health()).isLessThan(1);
        await().atMost(PATIENCE).until(() -> health() == 1);
    }
}
