package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A probe whose findings the test sets and whose time the test moves. */
final class ScriptedProbe implements Probe {
    final List<Duration> delays = new ArrayList<>();
    private final Map<String, Finding> findings = new HashMap<>();
    private List<Runnable> tasks = new ArrayList<>();

    void answers(String authority, Finding finding) {
        findings.put(authority, finding);
    }

    /** Every server is checked once more. */
    void round() {
        List<Runnable> due = tasks;
        tasks = new ArrayList<>();
        due.forEach(Runnable::run);
    }

    int scheduled() {
        return tasks.size();
    }

    @Override
    public CompletableFuture<Finding> check(Server server, HealthTerms terms) {
        return CompletableFuture.completedFuture(
                findings.getOrDefault(server.base().getAuthority(), Finding.GOOD));
    }

    @Override
    public void later(Duration delay, Runnable task) {
        delays.add(delay);
        tasks.add(task);
    }
}
