package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** How servers are checked and when; the only I/O of an upstream. */
interface Probe {

    /**
     * Checks {@code server}. Never fails: what goes wrong is in the finding. Completed on any thread.
     */
    CompletableFuture<Finding> check(Server server, HealthTerms terms);

    /** Runs {@code task} once after {@code delay}. */
    void later(Duration delay, Runnable task);

    /** @param reason what went wrong, for the log */
    record Finding(boolean good, String reason) {
        static final Finding GOOD = new Finding(true, "");

        static Finding bad(String reason) {
            return new Finding(false, reason);
        }
    }
}
