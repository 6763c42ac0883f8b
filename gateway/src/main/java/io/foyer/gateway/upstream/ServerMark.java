package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import java.util.Optional;

/**
 * What is known of one server. Failures of checks and of requests count together; a good check clears both, an answered
 * request only those of requests, so a server that fails its checks goes out although it answers. Guarded by the upstream
 * that owns it, but for {@link #requestFailures}, which may be read without.
 */
final class ServerMark {
    final Server server;
    /** What {@code choose} returns, made once. */
    final Optional<Server> choice;

    private boolean healthy = true;
    private int checkFailures;
    private int goodChecks;
    private volatile int requestFailures;

    ServerMark(Server server) {
        this.server = server;
        this.choice = Optional.of(server);
    }

    boolean isHealthy() {
        return healthy;
    }

    boolean hasRequestFailures() {
        return requestFailures > 0;
    }

    int failures() {
        return checkFailures + requestFailures;
    }

    /** @return whether this made it healthy */
    boolean goodCheck(int healthyAfter) {
        checkFailures = 0;
        requestFailures = 0;
        goodChecks++;
        if (healthy || goodChecks < healthyAfter) {
            return false;
        }
        healthy = true;
        return true;
    }

    /** @return whether this made it unhealthy */
    boolean badCheck(int unhealthyAfter) {
        checkFailures++;
        return failed(unhealthyAfter);
    }

    /** @return whether this made it unhealthy */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written under the owner's lock only
    boolean failedRequest(int unhealthyAfter) {
        requestFailures++;
        return failed(unhealthyAfter);
    }

    /**
     * Counts, but not without a failed check: alone it may be the request's fault, and whoever asks for a slow page a few times
     * would take the server from all others.
     *
     * @return whether this made it unhealthy
     */
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // written under the owner's lock only
    boolean timedOutRequest(int unhealthyAfter) {
        requestFailures++;
        return checkFailures > 0 && failed(unhealthyAfter);
    }

    void answered() {
        requestFailures = 0;
    }

    private boolean failed(int unhealthyAfter) {
        goodChecks = 0;
        if (!healthy || failures() < unhealthyAfter) {
            return false;
        }
        healthy = false;
        return true;
    }
}
