package io.foyer.gateway.ops;

import io.foyer.gateway.exchange.Answer;
import io.micrometer.core.instrument.Counter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Writes the meters on a thread of its own; when a few scrapers wait already, the next gets 503. */
final class Scrapes implements AutoCloseable {
    private static final int WAITING_MAX = 4;

    private final Meters meters;
    private final Counter refused;
    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING_MAX), task -> {
                Thread thread = new Thread(task, "foyer-scrape");
                thread.setDaemon(true);
                return thread;
            });

    Scrapes(Meters meters) {
        this.meters = meters;
        this.refused = meters.counter(Metric.SCRAPES_REFUSED);
        executor.allowCoreThreadTimeOut(true);
    }

    CompletionStage<Answer> scrape(String accept) {
        String contentType = accept.contains("application/openmetrics-text") ? Meters.OPEN_METRICS : Meters.TEXT;
        try {
            return CompletableFuture.supplyAsync(() -> write(contentType), executor);
        } catch (RejectedExecutionException e) {
            refused.increment();
            return CompletableFuture.completedFuture(
                    OpsAnswers.problem(503, "Too many scrapes", "others are under way; try again in a second"));
        }
    }

    private Answer write(String contentType) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(32 * 1024);
        try {
            meters.scrape(out, contentType);
        } catch (IOException e) {
            return OpsAnswers.problem(500, "No metrics", String.valueOf(e.getMessage()));
        }
        return OpsAnswers.of(200, contentType, out.toByteArray());
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
