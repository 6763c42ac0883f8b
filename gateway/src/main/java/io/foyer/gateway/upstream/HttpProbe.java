package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.edge.EventLoops.Transport;
import io.foyer.gateway.proxy.Prober;
import io.netty.channel.ConnectTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

/**
 * Checks with GET on one daemon thread, over the transport that buyers' requests take: TLS with its checks, unix sockets. A
 * response of more than 64 KiB counts by its status; one that is not over within the timeout is a failure.
 */
final class HttpProbe implements Probe {
    private final Prober prober = new Prober(EventLoops.start(1, Transport.best(), "foyer-health"));

    @Override
    public CompletableFuture<Finding> check(Server server, HealthTerms terms) {
        return prober.status(server, terms.path(), terms.timeout())
                .handle((status, failure) ->
                        failure == null ? judge(status) : Finding.bad(reason(failure, terms.timeout())));
    }

    @Override
    public void later(Duration delay, Runnable task) {
        prober.later(delay, task);
    }

    private static Finding judge(int status) {
        return status >= 200 && status < 400 ? Finding.GOOD : Finding.bad("status " + status);
    }

    private static String reason(Throwable failure, Duration timeout) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException || cause instanceof ConnectTimeoutException) {
            return "no whole answer within " + timeout.toMillis() + "ms";
        }
        String message = cause.getMessage();
        Throwable root = cause.getCause();
        if (root != null && root.getMessage() != null) {
            message = root.getMessage();
        }
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
