package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.config.ListenerConfig;
import io.foyer.gateway.edge.ErrorAnswers;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.routing.PathPattern;
import io.foyer.gateway.routing.PathPattern.Spelling;
import java.time.Duration;
import java.util.Set;
import org.awaitility.core.ConditionFactory;

/**
 * Edge and proxy before a recording shop. Host {@code open.a} may be asked for {@code /assets/**} only and {@code a} for all but
 * {@code /orders}; the rest is answered with 429, as a waiting room would. Other hosts are misdirected but for a few.
 */
final class ConformanceBed implements AutoCloseable {
    static final int HEAD_BYTES_MAX = 8192;
    static final int BODY_BYTES_MAX = 4096;
    private static final Set<String> HOSTS = Set.of(
            "a",
            "a.example",
            "a-b_c.example",
            "127.0.0.1",
            "[::1]",
            "[2001:db8::1]",
            "xn--bcher-kva.example",
            "open.a");

    final RecordingShop shop = new RecordingShop();
    private final Testbed bed;

    ConformanceBed() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        Duration patience = Duration.ofSeconds(20);
        settings.limits = new ListenerConfig.Limits(1000, HEAD_BYTES_MAX, patience, patience, patience, BODY_BYTES_MAX);
        settings.responseTimeout = patience;
        settings.handler = new Gate(settings.handler);
        bed = new Testbed(settings);
    }

    RawClient buyer() {
        return bed.client();
    }

    /** Waits for what comes within milliseconds, without losing a tenth of a second a row. */
    static ConditionFactory soon(String what) {
        return await(what).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
    }

    /** What a broken rule is answered with: short, of one shape, and nothing in it of what was sent. */
    static void assertError(ConformanceRow row, PlainReply reply, String method) {
        assertThat(reply.head())
                .as("errors have one shape")
                .matches(
                        "(?s)HTTP/1\\.1 \\d{3} [A-Z][A-Za-z -]+\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n"
                                + "(Proxy-Status: foyer; error=[a-z_]+; details=\"[^\"\r]+\"\r\n)?Content-Length: \\d{1,2}\r\nDate: [^\r]+\r\n(Connection: (close|keep-alive)\r\n)?\r\n");
        for (String word : row.wanted()) {
            if (word.matches("[A-Z][A-Z0-9_]+") && !method.equals("HEAD")) {
                assertThat(reply.body())
                        .isEqualTo(reply.status() + " " + Refusal.valueOf(word).reason() + "\n");
            }
        }
    }

    @Override
    public void close() throws Exception {
        bed.close();
        shop.close();
    }

    private static final class Gate implements RequestHandler {
        private final PathPattern orders = PathPattern.compile("/orders/**", Spelling.LOOSE);
        private final PathPattern assets = PathPattern.compile("/assets/**", Spelling.EXACT);
        private final RequestHandler forward;

        Gate(RequestHandler forward) {
            this.forward = forward;
        }

        @Override
        public void handle(Exchange exchange) {
            String host = exchange.request().host();
            boolean open =
                    host.equals("open.a") ? assets.matches(exchange.request()) : !orders.matches(exchange.request());
            if (!HOSTS.contains(host)) {
                exchange.answer(ErrorAnswers.PLAIN.error(421, "no such shop", exchange.request()));
            } else if (open) {
                forward.handle(exchange);
            } else {
                exchange.answer(ErrorAnswers.PLAIN.error(429, "in line", exchange.request()));
            }
        }
    }
}
