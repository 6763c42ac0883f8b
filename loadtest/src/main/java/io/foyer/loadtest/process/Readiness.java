package io.foyer.loadtest.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Waits until a child process answers a URL with 200. */
public final class Readiness {
    private static final long PAUSE_MILLIS = 50;
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    private Readiness() {}

    /**
     * @throws IllegalStateException with the end of the log when the process ends before it is ready, or is not ready in time
     */
    public static void await(ChildProcess process, URI url, Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (!answers(url)) {
            if (!process.isAlive()) {
                throw new IllegalStateException(process + " ended before it was ready:\n" + process.logTail());
            }
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException(
                        process + " is not ready after " + patience.toSeconds() + " s:\n" + process.logTail());
            }
            pause();
        }
    }

    private static boolean answers(URI url) {
        HttpRequest request =
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(2)).build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + url, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }
}
