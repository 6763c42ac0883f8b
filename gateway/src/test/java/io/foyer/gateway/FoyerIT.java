package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.foyer.gateway.Buyer.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What outsiders rely on, through real sockets, a real Redis and a shop. One buyer may be in the shop at a time. */
class FoyerIT {
    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private Buyer inside;
    private Buyer waiting;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(folder, "version: 1", "version: 1");
        inside = gateway.buyer();
        waiting = gateway.buyer();
        // The shop has no server until its health is known.
        await().until(() -> inside.browse("/").status() == 200);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private void shopAnswersOrders(int status, String... header) {
        var response = status(status);
        for (int i = 0; i < header.length; i += 2) {
            response.withHeader(header[i], header[i + 1]);
        }
        gateway.shop().stubFor(post(urlEqualTo("/orders")).willReturn(response));
    }

    @Test
    void browser_roomFull_getsThePageAtTheUrlAskedFor() throws Exception {
        Reply page = waiting.browse("/events/7?seat=3");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.header("Retry-After")).isNotEmpty();
        assertThat(page.header("Location")).isEmpty();
        assertThat(page.header("Set-Cookie")).contains("foyer-ticket=", "HttpOnly", "SameSite=Lax", "Path=/");
        assertThat(gateway.atShop("/events/7")).isEmpty();
    }

    @Test
    void apiClient_roomFull_getsAProblemWithTheTicketInBodyAndCookie() throws Exception {
        Reply problem = waiting.call("/api");

        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.header("Content-Type")).startsWith("application/problem+json");
        assertThat(problem.header("Retry-After")).isNotEmpty();
        assertThat(problem.json().path("ticket").asString())
                .isEqualTo(waiting.cookies().get("foyer-ticket"));
        assertThat(problem.json().path("state").asString()).isEqualTo("waiting");
    }

    @Test
    void status_ofAWaitingBuyer_hasThePromisedMembers() throws Exception {
        waiting.browse("/");

        assertThat(waiting.call("/_foyer/status").json().propertyNames())
                .contains("shop", "room", "state", "number", "ahead", "waiting", "servingPosition", "wait")
                .contains("nextPollSeconds", "message", "updatedAt");
        assertThat(inside.state()).isEqualTo("admitted");
        assertThat(gateway.buyer().state()).isEqualTo("none");
    }

    @Test
    void reload_andOtherPaths_keepTheNumber() throws Exception {
        waiting.browse("/");
        long number = waiting.number();
        waiting.browse("/");
        waiting.browse("/elsewhere");

        assertThat(number).isPositive();
        assertThat(waiting.number()).isEqualTo(number);
        gateway.buyer().browse("/");
        assertThat(waiting.number()).isEqualTo(number);
    }

    @Test
    void leaving_letsTheNextOneInWithAReload() throws Exception {
        waiting.browse("/events");
        assertThat(inside.send("POST", "/_foyer/leave", Buyer.JSON).status()).isEqualTo(200);

        await().until(() -> waiting.state().equals("called"));
        assertThat(waiting.browse("/events").status()).isEqualTo(200);
        assertThat(waiting.cookies()).containsKey("foyer-pass");
        assertThat(inside.browse("/").status()).isEqualTo(503);
    }

    @Test
    void joinAndLeave_fromAnotherSite_areRefused() throws Exception {
        waiting.browse("/");
        long number = waiting.number();

        for (String path : List.of("/_foyer/join", "/_foyer/leave")) {
            assertThat(waiting.send("POST", path, "Sec-Fetch-Site: cross-site\r\n")
                            .status())
                    .isEqualTo(403);
            assertThat(waiting.send("POST", path, "Origin: http://evil.example\r\n")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(waiting.number()).isEqualTo(number);
    }

    @Test
    void headAndPrefetch_takeNoPlace() throws Exception {
        assertThat(waiting.send("HEAD", "/", Buyer.HTML).header("Set-Cookie")).isEmpty();
        assertThat(waiting.send("GET", "/", Buyer.HTML + "Sec-Purpose: prefetch\r\n")
                        .header("Set-Cookie"))
                .isEmpty();
        assertThat(waiting.state()).isEqualTo("none");
    }

    @Test
    void authorizationAlone_carriesAClientThroughWaitingEnteringAndOrdering() throws Exception {
        String ticket = waiting.call("/").json().path("ticket").asString();
        inside.send("POST", "/_foyer/leave", Buyer.JSON);
        String bearer = Buyer.JSON + "Authorization: Foyer " + ticket + "\r\n";
        shopAnswersOrders(201);

        await().until(() -> gateway.buyer().send("GET", "/shop", bearer).status() == 200);
        assertThat(gateway.buyer().send("POST", "/orders", bearer).status()).isEqualTo(201);
    }

    @Test
    void shop_seesWhoComes_andNothingForged() throws Exception {
        inside.cookies().put("theme", "dark");
        inside.send(
                "GET", "/who", Buyer.HTML + "Foyer-Number: 999\r\nFoyer-Shop: evil\r\nX-Forwarded-For: 6.6.6.6\r\n");

        LoggedRequest seen = gateway.atShop("/who").get(0);
        assertThat(seen.header("Foyer-Shop").values()).containsExactly("arena");
        assertThat(seen.header("Foyer-Room").values()).containsExactly("main");
        assertThat(seen.header("Foyer-Number").values()).containsExactly("1");
        assertThat(seen.header("X-Forwarded-For").values()).containsExactly("127.0.0.1");
        assertThat(seen.header("X-Forwarded-Proto").values()).containsExactly("http");
        assertThat(seen.header("X-Forwarded-Host").values()).containsExactly("localhost");
        assertThat(seen.getHeader("Cookie")).isEqualTo("theme=dark");
    }

    @Test
    void forgedCredentials_areANewcomers() throws Exception {
        String pass = inside.cookies().get("foyer-pass");
        String forged = pass.substring(0, pass.length() - 4) + (pass.endsWith("AAAA") ? "BBBB" : "AAAA");
        for (String bad : List.of(forged, "garbage", "", "a.b.c")) {
            Buyer thief = gateway.buyer();
            thief.cookies().put("foyer-pass", bad);
            thief.cookies().put("foyer-ticket", bad);
            assertThat(thief.browse("/").status()).as(bad).isEqualTo(503);
        }
        Buyer swapped = gateway.buyer();
        swapped.cookies().put("foyer-pass", inside.cookies().get("foyer-ticket"));
        assertThat(swapped.browse("/").status()).isEqualTo(503);
    }

    @Test
    void severalCookiesOfOneName_anyOrder_theGoodOneCounts() throws Exception {
        String good = "foyer-pass=" + inside.cookies().get("foyer-pass");
        for (String cookies : List.of(good + "; foyer-pass=x", "foyer-pass=x; " + good)) {
            assertThat(gateway.buyer()
                            .send("GET", "/", Buyer.HTML + "Cookie: " + cookies + "\r\n")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void unknownHost_isMisdirected() throws Exception {
        assertThat(gateway.raw("GET / HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../secret",
                "/assets/%2e%2e/secret",
                "/assets/..%2fsecret",
                "/assets//../secret",
                "/Assets/x",
                "/assets;x/../secret",
                "/_foyer/../secret",
                "http://localhost/secret"
            })
    void pathTricks_withoutPass_neverReachTheShop(String target) throws Exception {
        assertThat(waiting.browse(target).status()).isIn(400, 404, 503);
        assertThat(gateway.shop().getAllServeEvents())
                .as("only the one that is inside, and health checks")
                .noneMatch(event -> event.getRequest().getUrl().contains("ecret")
                        || event.getRequest().getUrl().contains("Assets"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders",
                "/Orders",
                "/orders/",
                "//orders",
                "/./orders",
                "/x/../orders",
                "/orders;a=b",
                "/%6frders"
            })
    void orderSpeltOtherwise_creditSpent_doesNotSlipPastTheGate(String target) throws Exception {
        shopAnswersOrders(201);
        assertThat(inside.order().status()).isEqualTo(201);
        int before = gateway.shop().getAllServeEvents().size();

        assertThat(inside.send("POST", target, Buyer.JSON).status()).isIn(400, 403);
        assertThat(gateway.shop().getAllServeEvents().stream()
                        .filter(event -> event.getRequest()
                                .getMethod()
                                .isOneOf(com.github.tomakehurst.wiremock.http.RequestMethod.POST)))
                .hasSize(1);
        assertThat(before).isPositive();
    }

    @Test
    void order_thatTheShopFails_keepsItsCredit() throws Exception {
        shopAnswersOrders(500);
        assertThat(inside.order().status()).isEqualTo(500);
        shopAnswersOrders(201, "Foyer-Order", "none");
        Reply none = inside.order();
        assertThat(none.status()).isEqualTo(201);
        assertThat(none.header("Foyer-Order")).isEmpty();
        shopAnswersOrders(202, "Foyer-Order", "created");
        assertThat(inside.order().status()).isEqualTo(202);
        assertThat(inside.order().status()).isEqualTo(403);
    }

    @Test
    void sessionEnd_fromTheShop_takesThePassAndIsNotSeen() throws Exception {
        waiting.browse("/");
        shopAnswersOrders(200, "Foyer-Session", "end");
        Reply last = inside.order();
        assertThat(last.header("Foyer-Session")).isEmpty();
        assertThat(inside.cookies()).doesNotContainKey("foyer-pass");
        await("the slot is free").until(() -> waiting.browse("/").status() == 200);
    }

    @Test
    void ownPath_unknown_isNotFoundAndNotForwarded() throws Exception {
        assertThat(inside.call("/_foyer/nothing").status()).isEqualTo(404);
        assertThat(gateway.atShop("/_foyer/nothing")).isEmpty();
    }

    @Test
    void redisAway_admittedGoOn_waitingKeepThePageAndThePlace_newcomersAreNumberedLater() throws Exception {
        waiting.browse("/");
        long number = waiting.number();
        gateway.stopRedis();

        assertThat(inside.browse("/").status()).isEqualTo(200);
        assertThat(waiting.browse("/").status()).isEqualTo(503);
        Buyer first = gateway.buyer();
        Buyer second = gateway.buyer();
        assertThat(first.browse("/").status()).isEqualTo(503);
        assertThat(second.browse("/").status()).isEqualTo(503);
        assertThat(first.cookies()).containsKey("foyer-ticket");
        await().until(() -> waiting.state().equals("paused"));
        assertThat(waiting.number()).isEqualTo(number);
        inside.send("POST", "/_foyer/leave", Buyer.JSON);

        gateway.startRedis();
        Executor each = task -> new Thread(task).start();
        CompletableFuture<Long> secondNumber = CompletableFuture.supplyAsync(() -> numberOf(second), each);
        CompletableFuture<Long> firstNumber = CompletableFuture.supplyAsync(() -> numberOf(first), each);
        assertThat(firstNumber.get()).isGreaterThan(number);
        assertThat(secondNumber.get())
                .as("numbered in the order of arrival, whoever asks first")
                .isGreaterThan(firstNumber.get());
        assertThat(waiting.number()).isEqualTo(number);
        await("the slot that came free meanwhile is used")
                .until(() -> waiting.browse("/").status() == 200);
    }

    @Test
    void redisHangs_isLikeARedisThatIsAway_andAllGoOnWhenItAnswersAgain() throws Exception {
        waiting.browse("/");
        await().until(() -> waiting.number() > 0);
        long number = waiting.number();
        gateway.signalRedis("STOP");
        try {
            assertThat(inside.browse("/").status()).isEqualTo(200);
            await().until(() -> waiting.state().equals("paused"));
            assertThat(gateway.buyer().browse("/").status()).isEqualTo(503);
            await().until(() -> gateway.ops("GET", "/metrics").contains("foyer_store_up 0"));
            inside.send("POST", "/_foyer/leave", Buyer.JSON);
        } finally {
            gateway.signalRedis("CONT");
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> waiting.number() == number);
        await("the slot that came free meanwhile is used")
                .atMost(Duration.ofSeconds(30))
                .until(() -> waiting.browse("/").status() == 200);
        shopAnswersOrders(201);
        assertThat(waiting.order().status()).isEqualTo(201);
    }

    @Test
    void reload_ofBudgetAndMessage_isInForceOnRunningRooms() throws Exception {
        waiting.browse("/");
        gateway.write("active-buyers: 1 }", "active-buyers: 5 }");

        await().until(() -> waiting.browse("/").status() == 200);
        gateway.write("going fast", "almost gone");
        await().until(() -> inside.call("/_foyer/status").body().contains("almost gone"));
    }

    @Test
    void opsListener_answersWhatItPromises() throws Exception {
        assertThat(gateway.ops("GET", "/livez")).startsWith("HTTP/1.1 200");
        assertThat(gateway.ops("GET", "/readyz")).startsWith("HTTP/1.1 200");
        assertThat(gateway.ops("GET", "/metrics")).contains("foyer_");
        assertThat(gateway.ops("GET", "/v1/status")).contains("arena");
    }

    private static long numberOf(Buyer buyer) {
        return await().atMost(Duration.ofSeconds(30)).until(buyer::number, number -> number > 0);
    }
}
