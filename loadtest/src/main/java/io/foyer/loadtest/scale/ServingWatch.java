package io.foyer.loadtest.scale;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Looks at how far a room has called, as anybody can, every few milliseconds. */
final class ServingWatch {
    private static final long LOOK_MILLIS = 5;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final HttpRequest request;

    ServingWatch(String gateway) {
        request = HttpRequest.newBuilder(URI.create(gateway + "/_foyer/status"))
                .header("Accept", "application/json")
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    long position() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return JsonMapper.shared()
                .readTree(answer.body())
                .path("servingPosition")
                .asLong();
    }

    /** Returns when nobody has been called for that long. */
    void awaitStandstill(Duration still, Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long last = position();
        long since = System.nanoTime();
        while (System.nanoTime() - since < still.toNanos()) {
            Thread.sleep(LOOK_MILLIS);
            long now = position();
            if (now != last) {
                last = now;
                since = System.nanoTime();
            }
            requireBefore(deadline, "the line has not come to a standstill");
        }
    }

    /** Returns when somebody is called. */
    void awaitCall(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long before = position();
        while (position() == before) {
            Thread.sleep(LOOK_MILLIS);
            requireBefore(deadline, "nobody was called");
        }
    }

    private static void requireBefore(long deadlineNanos, String otherwise) {
        if (System.nanoTime() > deadlineNanos) {
            throw new IllegalStateException(otherwise);
        }
    }
}
