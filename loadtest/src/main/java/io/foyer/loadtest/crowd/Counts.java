package io.foyer.loadtest.crowd;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** How far the crowd is; written by all loops, read by anyone. */
public final class Counts {
    final AtomicInteger expected = new AtomicInteger();
    final LongAdder arrived = new LongAdder();
    final LongAdder waiting = new LongAdder();
    final LongAdder entered = new LongAdder();
    final LongAdder ordered = new LongAdder();
    final LongAdder goneOutside = new LongAdder();
    final LongAdder gone = new LongAdder();

    Counts() {}

    public long arrived() {
        return arrived.sum();
    }

    /** Buyers in the line now, those who are silent for a while included. */
    public long waiting() {
        return waiting.sum();
    }

    /** Buyers who came and are not in yet: in the line, or on the way to it. */
    public long outside() {
        return arrived.sum() - entered.sum() - goneOutside.sum();
    }

    public long entered() {
        return entered.sum();
    }

    /** Orders created, as far as the buyers were told. */
    public long ordered() {
        return ordered.sum();
    }

    public long gone() {
        return gone.sum();
    }

    /** Whether every buyer that was sent has come and gone. */
    public boolean allGone() {
        return gone.sum() >= expected.get();
    }
}
