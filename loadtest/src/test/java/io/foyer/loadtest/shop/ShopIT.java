package io.foyer.loadtest.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ShopIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.start(0);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void order_created_isShownAndRecordedWithTheRoomsHeaders() throws Exception {
        HttpResponse<String> created = post("/orders", "event=summer-final&seats=3", "summer-final", "17");

        assertThat(created.statusCode()).isEqualTo(303);
        String ticket =
                get(created.headers().firstValue("Location").orElseThrow()).body();
        assertThat(ticket)
                .contains("You have your tickets", "Order 000001", "Admit 3")
                .doesNotContain("{{");
        assertThat(OrdersJson.read(shop.url()))
                .isEqualTo(shop.orders())
                .singleElement()
                .satisfies(order -> {
                    assertThat(order.room()).isEqualTo("summer-final");
                    assertThat(order.number()).isEqualTo("17");
                    assertThat(System.nanoTime() - order.atNanos())
                            .isBetween(0L, Duration.ofSeconds(10).toNanos());
                });
    }

    @Test
    void pages_areServed() throws Exception {
        assertThat(get("/").body()).contains("Order tickets", "/assets/shop.css");
        assertThat(get("/events/summer-final").statusCode()).isEqualTo(200);
        assertThat(get("/assets/shop.css").headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/orders/99").statusCode()).isEqualTo(404);
    }

    @Test
    void order_seatsOutOfRange_isRefused() throws Exception {
        assertThat(post("/orders", "seats=7", "r", "1").statusCode()).isEqualTo(400);
        assertThat(shop.orders()).isEmpty();
    }

    @Test
    void behave_everyOrderFails_noneIsRecorded() throws Exception {
        HttpResponse<String> told = post("/instrument/behaviour?failureShare=1&latencyMillis=30", "", "r", "1");
        assertThat(told.statusCode()).isEqualTo(200);

        long before = System.nanoTime();
        assertThat(post("/orders", "seats=1", "r", "1").statusCode()).isEqualTo(500);
        assertThat(System.nanoTime() - before)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
        assertThat(shop.orders()).isEmpty();
    }

    @Test
    void behave_impossible_isRefused() throws Exception {
        assertThat(post("/instrument/behaviour?failureShare=2", "", "r", "1").body())
                .contains("expected: 0 to 1");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(shop.url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String form, String room, String number)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop.url() + path))
                .header("Foyer-Room", room)
                .header("Foyer-Number", number)
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
