package io.foyer.loadtest.crowd;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A room and a shop in one, as small as the interface allows: the ticket is the number, and the test says how far calls have come. */
final class FakeRoom implements AutoCloseable {
    static {
        // Else the JDK server answers 40 ms late: two writes, and the delayed ACK between them.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final AtomicInteger tail = new AtomicInteger();
    final AtomicInteger serving = new AtomicInteger();
    final AtomicInteger polls = new AtomicInteger();
    final AtomicInteger orders = new AtomicInteger();
    final AtomicInteger leaves = new AtomicInteger();
    /** How many of the next orders are refused with 503. */
    final AtomicInteger refusals = new AtomicInteger();
    /** Whether the URL's host is that of another shop. */
    volatile boolean misdirects;
    /** Numbers that are told to wait although they have been called. */
    final List<Integer> passedOver = new ArrayList<>();

    final ConcurrentHashMap<Integer, String> ticketHeaders = new ConcurrentHashMap<>();

    FakeRoom() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::page);
        server.createContext("/_foyer/status", this::status);
        server.createContext("/_foyer/leave", this::leave);
        server.createContext("/orders", this::order);
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void page(HttpExchange exchange) throws IOException {
        if (misdirects) {
            answer(exchange, 421, "text/plain", "no shop has this host");
            return;
        }
        boolean html = exchange.getRequestHeaders().getFirst("Accept").contains("text/html");
        Integer number = number(exchange);
        int place = number == null ? tail.incrementAndGet() : number;
        if (isCalled(place) && html) {
            exchange.getResponseHeaders().add("Set-Cookie", "foyer-pass=p" + place + "; Path=/; HttpOnly");
            ticketCookie(exchange, place);
            answer(exchange, 200, "text/html", "<h1>shop</h1>");
        } else if (isCalled(place)) {
            exchange.getResponseHeaders().add("Foyer-Ticket", "t" + place);
            answer(exchange, 200, "text/html", "<h1>shop</h1>");
        } else if (html) {
            ticketCookie(exchange, place);
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, 503, "text/html", "<h1>line</h1>");
        } else {
            answer(exchange, 429, "application/problem+json", statusObject(place));
        }
    }

    private static void ticketCookie(HttpExchange exchange, int place) {
        exchange.getResponseHeaders().add("Set-Cookie", "__Host-foyer-ticket=t" + place + "; Path=/; HttpOnly");
    }

    private void status(HttpExchange exchange) throws IOException {
        polls.incrementAndGet();
        Integer number = number(exchange);
        String body = number == null ? "{\"state\":\"none\"}" : statusObject(number);
        answer(exchange, 200, "application/json", body);
    }

    private String statusObject(int place) {
        String state = isCalled(place) ? "called" : "waiting";
        return "{\"state\":\"%s\",\"number\":%d,\"nextPollSeconds\":0.2,\"ticket\":\"t%d\"}"
                .formatted(state, place, place);
    }

    private boolean isCalled(int place) {
        return place <= serving.get() && !passedOver.contains(place);
    }

    private void leave(HttpExchange exchange) throws IOException {
        leaves.incrementAndGet();
        answer(exchange, 200, "text/plain", "");
    }

    private void order(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        if (refusals.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getResponseHeaders().add("Retry-After", "1");
            answer(exchange, 503, "text/html", "full");
        } else if (exchange.getRequestMethod().equals("POST")) {
            exchange.getResponseHeaders().add("Location", "/orders/" + orders.incrementAndGet());
            answer(exchange, 303, "text/plain", "");
        } else {
            answer(exchange, 200, "text/html", "ticket");
        }
    }

    private Integer number(HttpExchange exchange) {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        if (authorization != null) {
            return place(authorization.replace("Foyer t", ""), "Authorization");
        }
        return cookie == null ? null : place(cookie.replaceAll(".*ticket=t(\\d+).*", "$1"), "Cookie");
    }

    private Integer place(String digits, String header) {
        Integer place = Integer.valueOf(digits);
        ticketHeaders.put(place, header);
        return place;
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
