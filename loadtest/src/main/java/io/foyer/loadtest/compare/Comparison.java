package io.foyer.loadtest.compare;

import io.foyer.loadtest.process.Heap;
import io.foyer.loadtest.process.WorkDir;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The whole benchmark. Foyer does everything it does in production on the admitted path: it verifies the pass, keeps its limits and
 * metrics and writes its access log (to {@code /dev/null}, for disks differ); nginx and HAProxy proxy plainly, without a log.
 */
public final class Comparison {
    private static final Load JOINS = Load.kept(64);

    private final CompareOptions options;
    private final PrintStream progress;
    private final Tools tools = Tools.find();

    /** @throws IllegalStateException when a program is missing */
    public Comparison(CompareOptions options, PrintStream progress) {
        this.options = options;
        this.progress = progress;
    }

    public CompareResult run() throws IOException, InterruptedException {
        try (WorkDir dir = WorkDir.create();
                Neighbours.Server upstream = new Neighbours(tools, dir).upstream();
                Subject now = subject("Foyer", dir, upstream, Subject.own())) {
            if (options.before().isEmpty()) {
                return measure(dir, upstream, now, List.of(now));
            }
            try (Subject before = subject(
                    "before", dir, upstream, Subject.jar(options.before().get()))) {
                return measure(dir, upstream, now, List.of(now, before));
            }
        }
    }

    private Subject subject(String name, WorkDir dir, Neighbours.Server upstream, List<String> program)
            throws IOException, InterruptedException {
        progress.println("starting " + name);
        return Subject.start(name, dir, tools, upstream, program);
    }

    private CompareResult measure(WorkDir dir, Neighbours.Server upstream, Subject now, List<Subject> subjects)
            throws IOException, InterruptedException {
        Neighbours neighbours = new Neighbours(tools, dir);
        try (Neighbours.Server nginx = neighbours.nginxProxy(upstream.port(), now.statusText());
                Neighbours.Server haproxy = neighbours.haproxy(upstream.port());
                Neighbours.Server relay = neighbours.relay(upstream.port())) {
            // First of all: later, what a case left behind goes while this is measured.
            long idle = options.isWhole() ? Footprint.idleBytesPerConnection(now.pid(), now.url()) : 0;
            Rounds rounds = new Rounds(tools, options, progress);
            List<Case> cases = new Cases(subjects, nginx, haproxy, relay)
                    .of(options.connections()).stream()
                            .filter(each -> each.name().contains(options.only()))
                            .toList();
            warmUp(rounds, cases);
            List<CaseResult> results = cases.stream()
                    .map(each -> rounds.run(each.name(), each.load(), each.candidates()))
                    .toList();
            if (!options.isWhole()) {
                return new CompareResult(results, Optional.empty());
            }
            Footprint footprint = new Footprint(now.startMillis(), bytesPerRequest(rounds, now), idle);
            return new CompareResult(results, Optional.of(new CompareResult.Beside(joins(rounds, now), footprint)));
        }
    }

    /** Every path once, so that what the compiler takes for rare is not what another case does all the time. */
    private void warmUp(Rounds rounds, List<Case> cases) {
        progress.println("warming up the gateway");
        for (Case each : cases) {
            each.candidates().stream()
                    .filter(Candidate::compiles)
                    .forEach(gateway ->
                            rounds.load(gateway.url(), gateway.cookies().get(), each.load(), options.warmUp()));
        }
    }

    private double bytesPerRequest(Rounds rounds, Subject subject) {
        progress.println("memory");
        String url = subject.url() + Cases.PAGE;
        rounds.load(url, subject.admitted(), Load.kept(64), options.warmUp());
        long before = Heap.of(subject.pid()).allocatedBytes();
        Counts result = rounds.load(url, subject.admitted(), Load.kept(64), options.slice());
        return (double) (Heap.of(subject.pid()).allocatedBytes() - before) / Math.max(1, result.requests());
    }

    private JoinRate joins(Rounds rounds, Subject subject) {
        progress.println("newcomers");
        String url = subject.url() + Cases.PAGE;
        rounds.load(url, "", JOINS, options.warmUp());
        Duration duration = options.slice().multipliedBy(2);
        long redisBefore = CpuClock.micros(subject.redisPid());
        long gatewayBefore = CpuClock.micros(subject.pid());
        Counts result = rounds.load(url, "", JOINS, duration);
        double joins = Math.max(1, result.requests());
        return new JoinRate(
                joins / duration.toSeconds(),
                (CpuClock.micros(subject.redisPid()) - redisBefore) / joins,
                (CpuClock.micros(subject.pid()) - gatewayBefore) / joins);
    }
}
