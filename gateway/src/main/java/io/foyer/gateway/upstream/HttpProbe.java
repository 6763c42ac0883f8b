package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Flow.Publisher;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Checks with GET over HTTP/1.1 on one daemon thread. A response of more than 64 KiB is cut off and counts by its status; one
 * that is not over within the timeout is a failure.
 */
final class HttpProbe implements Probe {
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "foyer-health");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor)
            .build();

    HttpProbe() {
        executor.setRemoveOnCancelPolicy(true);
    }

    @Override
    public CompletableFuture<Finding> check(Server server, HealthTerms terms) {
        HttpRequest request;
        try {
            request = HttpRequest.newBuilder(URI.create(server.base() + terms.path()))
                    .timeout(terms.timeout())
                    .setHeader("User-Agent", "foyer-health")
                    .build();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.completedFuture(Finding.bad(String.valueOf(e.getMessage())));
        }
        BoundedDrain drain = new BoundedDrain();
        CompletableFuture<HttpResponse<Publisher<List<ByteBuffer>>>> call =
                client.sendAsync(request, BodyHandlers.ofPublisher());
        return call.thenCompose(response -> drain.of(response))
                .orTimeout(terms.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .handle((status, failure) -> {
                    call.cancel(true);
                    drain.cancel();
                    return failure == null ? judge(status) : Finding.bad(reason(failure, terms.timeout()));
                });
    }

    @Override
    public void later(Duration delay, Runnable task) {
        try {
            var unused = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // closed: there is nothing left to check for
        }
    }

    private static Finding judge(int status) {
        return status >= 200 && status < 400 ? Finding.GOOD : Finding.bad("status " + status);
    }

    private static String reason(Throwable failure, Duration timeout) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException
                || cause instanceof HttpTimeoutException
                || cause instanceof CancellationException) {
            return "no whole answer within " + timeout.toMillis() + "ms";
        }
        String message = cause.getMessage();
        Throwable root = cause.getCause();
        if (message == null && root != null) {
            message = root.getMessage();
        }
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** Reads a body to its end, so that the connection can be kept, but no further than a bound. */
    private static final class BoundedDrain implements Flow.Subscriber<List<ByteBuffer>> {
        private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;
        private boolean cancelled;
        private long bytes;

        /** @return the status, once the body has been read */
        CompletionStage<Integer> of(HttpResponse<Publisher<List<ByteBuffer>>> response) {
            response.body().subscribe(this);
            return done.thenApply(read -> response.statusCode());
        }

        /** Closes the connection unless the body is over. */
        synchronized void cancel() {
            cancelled = true;
            if (subscription != null) {
                subscription.cancel();
            }
        }

        @Override
        public synchronized void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            if (cancelled) {
                subscription.cancel();
            } else {
                subscription.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                bytes += buffer.remaining();
            }
            if (bytes > BODY_BYTES_MAX) {
                done.complete(null);
            }
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(null);
        }
    }
}
