package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.foyer.admission.line.CheckoutTimes;
import io.foyer.gateway.Buyer.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders and what goes to the shop on a pass, over sockets. */
class OrdersIT {
    private static final String BUDGET = "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 1 }";
    private static final String WIDE = "orders-per-minute: 60, orders-per-5s: 20, active-buyers: 5 }";
    private static final String ONE_A_MINUTE = "orders-per-minute: 1, orders-per-5s: 1, active-buyers: 5 }";

    @TempDir
    private Path folder;

    private final ExecutorService clients = Executors.newFixedThreadPool(2);
    private RunningFoyer gateway;

    @AfterEach
    void stop() throws Exception {
        clients.shutdownNow();
        gateway.close();
    }

    private void start(String from, String to) throws Exception {
        gateway = new RunningFoyer(folder, from, to);
    }

    private Buyer enter() {
        Buyer buyer = gateway.buyer();
        await().until(() -> buyer.browse("/").status() == 200);
        return buyer;
    }

    private void shopAnswers(int status, int afterMillis) {
        gateway.shop()
                .stubFor(post(urlEqualTo("/orders")).willReturn(status(status).withFixedDelay(afterMillis)));
    }

    private List<LoggedRequest> ordersAtShop() {
        return gateway.shop().findAll(postRequestedFor(anyUrl()));
    }

    @Test
    void order_beyondTheWindow_isHeldThen503_andKeepsItsCredit() throws Exception {
        start(BUDGET, WIDE);
        shopAnswers(201, 0);
        Buyer second = twoInside()[1];

        long startNanos = System.nanoTime();
        Reply refused = second.order();
        assertThat(System.nanoTime() - startNanos)
                .as("held for order-hold first")
                .isGreaterThan(900_000_000L);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        assertThat(ordersAtShop()).hasSize(1);

        // Had the refusal cost the credit, the next answer would be 403 and not come from the gate's hold.
        assertThat(second.order().status()).isEqualTo(503);
        assertThat(second.browse("/").status()).isEqualTo(200);
    }

    private Buyer[] twoInside() throws Exception {
        Buyer first = enter();
        Buyer second = enter();
        gateway.write(BUDGET, ONE_A_MINUTE);
        await().until(() -> gateway.foyer().config().shops().get(0).budget().ordersPerMinute() == 1);
        assertThat(first.order().status()).isEqualTo(201);
        return new Buyer[] {first, second};
    }

    @Test
    void orderTwiceAtOnce_onOnePass_createsOne() throws Exception {
        start("version: 1", "version: 1");
        shopAnswers(201, 300);
        Buyer buyer = enter();
        Buyer copy = gateway.buyer();
        copy.cookies().putAll(buyer.cookies());

        Callable<Integer> one = () -> buyer.order().status();
        Callable<Integer> other = () -> copy.order().status();
        List<Integer> answers = clients.invokeAll(List.of(one, other)).stream()
                .map(OrdersIT::result)
                .toList();

        assertThat(answers).containsOnlyOnce(201).hasSize(2);
        assertThat(ordersAtShop()).hasSize(1);
    }

    private static int result(Future<Integer> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void order_raisesTheBinOfItsTime() throws Exception {
        start("version: 1", "version: 1");
        shopAnswers(201, 0);
        Buyer buyer = enter();
        gateway.advance(Duration.ofSeconds(300));
        assertThat(buyer.order().status()).isEqualTo(201);

        int bin = CheckoutTimes.binOf(300);
        String key = "foyer:{arena}:room:main:checkouts";
        await().untilAsserted(() -> assertThat(gateway.redis("BITFIELD " + key + " GET u32 #" + bin))
                .startsWith("*1\r\n:1\r\n"));
        assertThat(gateway.redis("BITCOUNT " + key)).as("and no other").startsWith(":1\r\n");
    }

    @Test
    void methodOverride_onAGet_doesNotReachTheShop() throws Exception {
        start("version: 1", "version: 1");
        Buyer buyer = enter();
        for (String name : List.of("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")) {
            buyer.send("GET", "/orders", Buyer.JSON + name + ": POST\r\n");
        }

        assertThat(gateway.atShop("/orders"))
                .hasSize(3)
                .noneMatch(seen -> seen.containsHeader("X-HTTP-Method-Override")
                        || seen.containsHeader("X-HTTP-Method")
                        || seen.containsHeader("X-Method-Override"));
    }

    @Test
    void webSocket_onAQueueRoute_needsAPassAndIsThenPassedOn() throws Exception {
        String orders = "- { path: \"/orders\",";
        start(orders, "- { path: \"/socket\", action: queue, upgrade: [websocket] }\n      " + orders);
        Buyer buyer = enter();
        String question = "GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n";

        assertThat(gateway.raw(question + "\r\n")).startsWith("HTTP/1.1 429");
        assertThat(gateway.atShop("/socket")).isEmpty();

        gateway.raw(question + "Cookie: foyer-pass=" + buyer.cookies().get("foyer-pass") + "\r\n\r\n");
        LoggedRequest seen = gateway.atShop("/socket").get(0);
        assertThat(seen.getHeader("Upgrade")).isEqualTo("websocket");
        assertThat(seen.containsHeader("Cookie")).isFalse();
    }

    @Test
    void upgrade_isForwardedAsAPlainRequest() throws Exception {
        start("version: 1", "version: 1");
        Buyer buyer = enter();

        String cookie = "Cookie: foyer-pass=" + buyer.cookies().get("foyer-pass") + "\r\n";
        String answer = gateway.raw("GET /socket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\n"
                + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" + cookie + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(gateway.atShop("/socket").get(0).containsHeader("Upgrade")).isFalse();
    }

    @Test
    void apiClient_thatEntersAtOnce_ordersWithTheTicketAlone() throws Exception {
        start("version: 1", "version: 1");
        shopAnswers(201, 0);
        var entered = new Object() {
            Reply reply;
        };
        await().until(() -> {
            Buyer client = gateway.buyer();
            entered.reply = client.call("/shop");
            if (entered.reply.status() != 200) {
                // Whoever waits keeps the next one from entering at once.
                client.send("POST", "/_foyer/leave", Buyer.JSON);
            }
            return entered.reply.status() == 200;
        });
        String bearer = Buyer.JSON + "Authorization: Foyer " + entered.reply.header("Foyer-Ticket") + "\r\n";

        assertThat(gateway.buyer().send("POST", "/orders", bearer).status()).isEqualTo(201);
        assertThat(gateway.buyer().send("POST", "/orders", bearer).status()).isEqualTo(403);
    }
}
