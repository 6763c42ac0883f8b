package io.foyer.admission.simulation;

import io.foyer.admission.wait.WaitRange;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What became of each buyer, and what each was told first. Times are ticks, {@link #NEVER} where it did not happen. */
final class Visits {
    static final int NEVER = -1;

    private final int[] joined;
    private final int[] called;
    private final int[] entered;
    private final int[] ordered;
    private final int[] promisedAt;
    private final int[] low;
    private final int[] likely;
    private final int[] high;
    private final boolean[] left;
    private final int startTick;

    /** @param startTick before which nobody is called */
    Visits(int buyers, int startTick) {
        this.startTick = startTick;
        joined = never(buyers);
        called = never(buyers);
        entered = never(buyers);
        ordered = never(buyers);
        promisedAt = never(buyers);
        low = new int[buyers];
        likely = new int[buyers];
        high = new int[buyers];
        left = new boolean[buyers];
    }

    private static int[] never(int buyers) {
        int[] ticks = new int[buyers];
        Arrays.fill(ticks, NEVER);
        return ticks;
    }

    int size() {
        return joined.length;
    }

    IntStream buyers() {
        return IntStream.range(0, joined.length);
    }

    void joined(int buyer, int tick) {
        joined[buyer] = tick;
    }

    void called(int buyer, int tick) {
        called[buyer] = tick;
    }

    void entered(int buyer, int tick) {
        entered[buyer] = tick;
    }

    int enteredTick(int buyer) {
        return entered[buyer];
    }

    void ordered(int buyer, int tick) {
        ordered[buyer] = tick;
    }

    void left(int buyer) {
        left[buyer] = true;
    }

    /** Only the first is kept: it is the one that a buyer remembers. */
    void promise(int buyer, int tick, WaitRange range) {
        if (promisedAt[buyer] == NEVER) {
            promisedAt[buyer] = tick;
            low[buyer] = (int) range.lowSeconds();
            likely[buyer] = (int) range.likelySeconds();
            high[buyer] = (int) range.highSeconds();
        }
    }

    boolean isCalled(int buyer) {
        return called[buyer] != NEVER;
    }

    boolean hasEntered(int buyer) {
        return entered[buyer] != NEVER;
    }

    boolean hasOrdered(int buyer) {
        return ordered[buyer] != NEVER;
    }

    boolean hasJoined(int buyer) {
        return joined[buyer] != NEVER;
    }

    boolean hasLeft(int buyer) {
        return left[buyer];
    }

    boolean wasPromised(int buyer) {
        return promisedAt[buyer] != NEVER;
    }

    int joinedTick(int buyer) {
        return joined[buyer];
    }

    /** From the first promise to going in. */
    double waitedSeconds(int buyer) {
        return Ticks.seconds(entered[buyer] - promisedAt[buyer]);
    }

    /** From joining, or from the start of the sale, to going in. */
    double waitSeconds(int buyer) {
        return Ticks.seconds(entered[buyer] - Math.max(joined[buyer], startTick));
    }

    int lowSeconds(int buyer) {
        return low[buyer];
    }

    int likelySeconds(int buyer) {
        return likely[buyer];
    }

    int highSeconds(int buyer) {
        return high[buyer];
    }
}
