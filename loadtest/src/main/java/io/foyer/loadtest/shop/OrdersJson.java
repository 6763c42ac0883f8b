package io.foyer.loadtest.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The instrument's record of orders, written by the shop and read by whoever judges it. */
public final class OrdersJson {
    private static final JsonMapper JSON = new JsonMapper();

    private OrdersJson() {}

    static String write(List<Order> orders) {
        return JSON.writeValueAsString(new Listing(orders));
    }

    /**
     * Reads the orders of a shop over HTTP; blocks.
     *
     * @param shop base URL of the shop itself, not of the gateway before it
     * @throws IOException when the shop does not answer, or not with a record of orders
     */
    public static List<Order> read(String shop) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shop + "/instrument/orders"))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " answered " + response.statusCode());
        }
        return JSON.readValue(response.body(), Listing.class).orders();
    }

    record Listing(List<Order> orders) {}
}
