package io.foyer.loadtest.compare;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lets the candidates of a case take turns: A B C A B C, so that a noisy neighbour hits all of them. */
final class Rounds {
    private final Wrk wrk;
    private final H2load h2load;
    private final CompareOptions options;
    private final PrintStream progress;

    Rounds(Tools tools, CompareOptions options, PrintStream progress) {
        wrk = new Wrk(tools);
        h2load = new H2load(tools);
        this.options = options;
        this.progress = progress;
    }

    /** @param candidates the reference first */
    CaseResult run(String name, Load load, List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            take(candidate, load, candidate.compiles() ? options.warmUp() : Duration.ofSeconds(1));
        }
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (int round = 1; round <= options.rounds(); round++) {
            progress.printf("%s, round %d of %d%n", name, round, options.rounds());
            for (Candidate candidate : candidates) {
                samples.computeIfAbsent(candidate.name(), n -> new ArrayList<>())
                        .add(take(candidate, load, options.slice()));
            }
        }
        return new CaseResult(name, samples);
    }

    Counts load(String url, String cookies, Load load, Duration duration) {
        return load.isForH2load() ? h2load.run(url, cookies, load, duration) : wrk.run(url, cookies, load, duration);
    }

    private Sample take(Candidate candidate, Load load, Duration duration) {
        String cookies = candidate.cookies().get();
        long before = CpuClock.micros(candidate.pid());
        Counts result = load(candidate.url(), cookies, load, duration);
        long cpuMicros = CpuClock.micros(candidate.pid()) - before;
        boolean isFaulty = result.notSuccess() > 0 && load.habit() != Load.Habit.TAKES_ERRORS;
        if (result.requests() == 0 || isFaulty) {
            throw new IllegalStateException(candidate.name() + " at " + candidate.url() + " answered "
                    + result.requests() + " requests, " + result.notSuccess() + " of them with an error");
        }
        if (result.failures() > 0) {
            progress.printf("%s: %d connections failed or timed out%n", candidate.name(), result.failures());
        }
        return new Sample(
                (double) cpuMicros / result.requests(),
                result.requests() / (double) duration.toSeconds(),
                result.p50Millis(),
                result.p99Millis());
    }
}
