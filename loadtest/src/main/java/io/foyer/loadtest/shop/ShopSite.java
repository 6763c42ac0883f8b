package io.foyer.loadtest.shop;

import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What the shop answers: pages, orders, and the instrument under {@code /instrument/}. */
final class ShopSite {
    private static final String INSTRUMENT = "/instrument/";
    private static final int SEATS_MAX = 6;

    private final OrderBook book;
    private final ShopPages pages = new ShopPages();
    private volatile Behaviour behaviour = Behaviour.WELL;

    ShopSite(OrderBook book) {
        this.book = book;
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    List<Order> orders() {
        return book.all();
    }

    Duration latencyOf(String uri) {
        return uri.startsWith(INSTRUMENT) ? Duration.ZERO : behaviour.latency();
    }

    FullHttpResponse answer(FullHttpRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.uri());
        String path = uri.path();
        if (request.method().equals(HttpMethod.POST)) {
            return post(request, uri);
        }
        if (path.equals("/") || path.startsWith("/events")) {
            return ShopResponses.html(HttpResponseStatus.OK, pages.event());
        }
        return switch (path) {
            case "/assets/shop.css" -> ShopResponses.css(pages.css());
            case "/healthz" -> ShopResponses.text(HttpResponseStatus.OK, "ok\n");
            case "/instrument/orders" -> ShopResponses.json(OrdersJson.write(book.all()));
            default -> path.startsWith("/orders/") ? confirmation(path) : notFound();
        };
    }

    private FullHttpResponse post(FullHttpRequest request, QueryStringDecoder uri) {
        return switch (uri.path()) {
            case "/orders" -> order(request);
            case "/instrument/behaviour" -> instruct(uri.parameters());
            default -> notFound();
        };
    }

    private FullHttpResponse order(FullHttpRequest request) {
        if (ThreadLocalRandom.current().nextDouble() < behaviour.failureShare()) {
            return ShopResponses.html(HttpResponseStatus.INTERNAL_SERVER_ERROR, pages.failure());
        }
        Optional<Integer> seats = seats(request);
        if (seats.isEmpty()) {
            return ShopResponses.text(HttpResponseStatus.BAD_REQUEST, "seats: expected 1 to " + SEATS_MAX + "\n");
        }
        return book.create(
                        seats.get(),
                        request.headers().get("Foyer-Room"),
                        request.headers().get("Foyer-Number"))
                .map(order -> ShopResponses.seeOther("/orders/" + order.id()))
                .orElseGet(() -> ShopResponses.text(HttpResponseStatus.CONFLICT, "sold out\n"));
    }

    private static Optional<Integer> seats(FullHttpRequest request) {
        String form = request.content().toString(StandardCharsets.UTF_8);
        List<String> values = new QueryStringDecoder(form, false).parameters().getOrDefault("seats", List.of("1"));
        return number(values.get(0)).filter(seats -> seats >= 1 && seats <= SEATS_MAX);
    }

    private FullHttpResponse confirmation(String path) {
        return number(path.substring("/orders/".length()))
                .flatMap(book::find)
                .map(order -> ShopResponses.html(HttpResponseStatus.OK, pages.confirmation(order)))
                .orElseGet(ShopSite::notFound);
    }

    private FullHttpResponse instruct(Map<String, List<String>> parameters) {
        try {
            long latencyMillis = Long.parseLong(
                    parameters.getOrDefault("latencyMillis", List.of("0")).get(0));
            double failures = Double.parseDouble(
                    parameters.getOrDefault("failureShare", List.of("0")).get(0));
            behaviour = new Behaviour(Duration.ofMillis(latencyMillis), failures);
            return ShopResponses.text(HttpResponseStatus.OK, behaviour + "\n");
        } catch (IllegalArgumentException notUnderstood) {
            return ShopResponses.text(HttpResponseStatus.BAD_REQUEST, notUnderstood.getMessage() + "\n");
        }
    }

    private static FullHttpResponse notFound() {
        return ShopResponses.text(HttpResponseStatus.NOT_FOUND, "not found\n");
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
