package io.foyer.loadtest.crowd;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What a crowd does. Start from {@link #against} and change what matters.
 *
 * @param targets base URLs of the gateways; each request goes to any one of them
 * @param path what the buyers ask for, such as {@code /events/summer-final}
 * @param think from entering to ordering
 * @param orderShare share of those who enter that order, 0 to 1
 * @param ordersPerBuyer how many orders a buyer tries to create, one after the other
 * @param silence how long a returner is away
 * @param connectionsMax bound on open connections, over all targets
 * @param visitsMax how many visits are kept for the report; those beyond it are only counted
 */
public record CrowdPlan(
        List<URI> targets,
        String path,
        Mix mix,
        ThinkTime think,
        double orderShare,
        int ordersPerBuyer,
        Duration silence,
        int connectionsMax,
        int visitsMax,
        long seed) {

    public CrowdPlan {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets: none (expected: at least one URL)");
        }
        targets.forEach(CrowdPlan::requireHttp);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path: " + path + " (expected: a path that starts with /)");
        }
        if (!(orderShare >= 0 && orderShare <= 1)) {
            throw new IllegalArgumentException("order share: " + orderShare + " (expected: 0 to 1)");
        }
        if (connectionsMax < targets.size()) {
            throw new IllegalArgumentException(
                    "connections: " + connectionsMax + " (expected: >= one for each target)");
        }
    }

    public static CrowdPlan against(List<URI> targets) {
        return new CrowdPlan(
                targets,
                "/",
                Mix.PATIENT,
                random -> 0,
                1,
                1,
                Duration.ofSeconds(20),
                4_000,
                1_000_000,
                System.nanoTime());
    }

    public CrowdPlan path(String asked) {
        return new CrowdPlan(
                targets, asked, mix, think, orderShare, ordersPerBuyer, silence, connectionsMax, visitsMax, seed);
    }

    public CrowdPlan mix(Mix other) {
        return new CrowdPlan(
                targets, path, other, think, orderShare, ordersPerBuyer, silence, connectionsMax, visitsMax, seed);
    }

    /** Thinking for exponentially distributed times. */
    public CrowdPlan buying(Duration meanThink, double share, int orders) {
        return buying(ThinkTime.exponential(meanThink), share, orders);
    }

    public CrowdPlan buying(ThinkTime times, double share, int orders) {
        return new CrowdPlan(targets, path, mix, times, share, orders, silence, connectionsMax, visitsMax, seed);
    }

    public CrowdPlan silence(Duration away) {
        return new CrowdPlan(
                targets, path, mix, think, orderShare, ordersPerBuyer, away, connectionsMax, visitsMax, seed);
    }

    public CrowdPlan bounds(int connections, int visits) {
        return new CrowdPlan(targets, path, mix, think, orderShare, ordersPerBuyer, silence, connections, visits, seed);
    }

    private static void requireHttp(URI target) {
        if (!"http".equals(target.getScheme()) || target.getHost() == null) {
            throw new IllegalArgumentException("target: " + target + " (expected: http://HOST:PORT)");
        }
    }
}
