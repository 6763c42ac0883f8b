package io.foyer.admission.simulation;

import io.foyer.admission.pacing.ShopHealth.Answers;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The shop behind the gate: orders queue for its counters, and the time for each is log-normal. Counts what a gateway would see of
 * its answers.
 */
final class VirtualShop {
    private static final double NANOS_A_SECOND = 1e9;
    /** A gateway waits no longer for an answer. */
    private static final int TIMEOUT_TICKS = 30 * Ticks.A_SECOND;

    enum Outcome {
        CREATED,
        FAILED,
        /** Counts as created, for it may be. */
        UNKNOWN
    }

    private final SaleSetting.Shop setting;
    private final Random random;
    /** When each busy counter will be free. */
    private final PriorityQueue<Double> freeAt = new PriorityQueue<>();

    private final Seen[] seen;

    VirtualShop(SaleSetting setting) {
        this.setting = setting.shop();
        this.random = new Random(setting.seed());
        this.seen = Stream.generate(Seen::new).limit(setting.shop().gateways()).toArray(Seen[]::new);
    }

    /** @return how many ticks it takes to answer an order that comes now, 1 at least */
    int ticks(int tick) {
        SaleSetting.Counters counters = setting.counters();
        double work =
                setting.latency().toMillis() / 1_000.0 * counters.slowness().atTick(tick);
        if (counters.spread() > 0) {
            work *= Math.exp(counters.spread() * random.nextGaussian());
        }
        double now = Ticks.seconds(tick);
        double begins = now;
        if (counters.count() > 0) {
            if (freeAt.size() >= counters.count()) {
                begins = Math.max(now, freeAt.remove());
            }
            freeAt.add(begins + work);
        }
        return Math.min(TIMEOUT_TICKS, Math.max(1, Ticks.ofSeconds(begins + work - now)));
    }

    /** What came of an order that was asked for those ticks ago. */
    Outcome outcome(int buyer, int ticks, int tick) {
        Seen by = seen[buyer % seen.length];
        if (ticks >= TIMEOUT_TICKS) {
            by.failed++;
            by.unanswered++;
            return Outcome.UNKNOWN;
        }
        by.answered++;
        by.logNanos += Math.log(Ticks.seconds(ticks) * NANOS_A_SECOND);
        double failing = setting.counters().failing().atTick(tick);
        if (failing > 0 && random.nextDouble() < failing) {
            by.failed++;
            return Outcome.FAILED;
        }
        return Outcome.CREATED;
    }

    /** What was answered through that gateway since this was asked last. */
    Answers take(int gateway) {
        Seen last = seen[gateway];
        seen[gateway] = new Seen();
        return new Answers(last.answered, last.logNanos, last.failed, last.unanswered);
    }

    private static final class Seen {
        private long answered;
        private double logNanos;
        private long failed;
        private long unanswered;
    }
}
