package io.foyer.loadtest.crowd;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One buyer who does what the caller says, step by step; every step blocks. For one thread. */
public final class Guest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI page;
    private final Map<String, String> cookies;

    private Guest(URI page, Map<String, String> cookies) {
        this.page = page;
        this.cookies = cookies;
    }

    /** Somebody without any cookie. */
    public static Guest newcomer(String gateway) {
        return new Guest(pageOf(gateway), new LinkedHashMap<>());
    }

    /** The same person at another gateway, or in another tab: with the same cookies, from now on shared. */
    public Guest at(String gateway) {
        return new Guest(pageOf(gateway), cookies);
    }

    private static URI pageOf(String gateway) {
        return URI.create(gateway + "/events/summer-final");
    }

    /** Asks for the shop's page; says the status of the answer. */
    public int askForPage() throws IOException, InterruptedException {
        return send(page, "text/html").statusCode();
    }

    public boolean hasTicket() {
        return holds("foyer-ticket");
    }

    public boolean hasPass() {
        return holds("foyer-pass");
    }

    /** The body of a status poll. */
    public String status() throws IOException, InterruptedException {
        return send(page.resolve("/_foyer/status"), "application/json").body();
    }

    /** The place, as a status poll tells it. */
    public Optional<Long> number() throws IOException, InterruptedException {
        JsonNode number = JSON.readTree(status()).path("number");
        return number.isNumber() ? Optional.of(number.asLong()) : Optional.empty();
    }

    /** The value of a {@code Cookie} header with all that was given. */
    public String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    private HttpResponse<String> send(URI uri, String accept) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).header("Accept", accept).timeout(PATIENCE);
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        for (String header : response.headers().allValues("Set-Cookie")) {
            String pair = header.split(";", 2)[0];
            cookies.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        return response;
    }

    private boolean holds(String suffix) {
        return cookies.keySet().stream().anyMatch(name -> name.endsWith(suffix));
    }
}
