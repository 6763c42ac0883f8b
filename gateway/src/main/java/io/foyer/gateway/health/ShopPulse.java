package io.foyer.gateway.health;

import io.foyer.admission.pacing.ShopHealth.Answers;
import java.util.concurrent.atomic.LongAdder;

/** What came of the requests of one kind to one shop. Any thread counts, one thread takes. */
public final class ShopPulse {
    /** Logarithms are kept as 2^-16ths of a power of two. */
    private static final int FRACTION_BITS = 16;

    private static final double NATURAL = Math.log(2) / (1 << FRACTION_BITS);

    private final LongAdder answered = new LongAdder();
    private final LongAdder logs = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private Answers taken = Answers.NONE;

    /** @param nanos to the first byte of the shop's answer */
    public void answered(long nanos, int status) {
        answered.increment();
        logs.add(log2(nanos));
        if (status >= 500) {
            failed.increment();
        }
    }

    public void unanswered() {
        failed.increment();
        unanswered.increment();
    }

    /** What was counted since this was asked last. */
    public Answers take() {
        Answers now = new Answers(answered.sum(), logs.sum() * NATURAL, failed.sum(), unanswered.sum());
        Answers since = new Answers(
                now.answered() - taken.answered(),
                now.logNanosSum() - taken.logNanosSum(),
                now.failed() - taken.failed(),
                now.unanswered() - taken.unanswered());
        taken = now;
        return since;
    }

    /** Straight lines between powers of two: never more than a fifteenth off, and all alike. */
    private static long log2(long nanos) {
        long value = Math.max(1, nanos);
        int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        long rest = value - (1L << power);
        long fraction = power >= FRACTION_BITS ? rest >> (power - FRACTION_BITS) : rest << (FRACTION_BITS - power);
        return ((long) power << FRACTION_BITS) + fraction;
    }
}
