package io.foyer.gateway.rooms;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who was heard from since the last heartbeat. Any event loop adds, the rooms thread takes.
 *
 * <p>Bounded: beyond the bound a buyer is not noted this second. That costs nothing until it happens for as long as
 * {@code absent-after}, and the counter says that it happens.
 */
final class Roll {
    private final int most;
    private final ConcurrentLinkedQueue<Long> numbers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Runnable onDropped;

    Roll(int most, Runnable onDropped) {
        this.most = most;
        this.onDropped = onDropped;
    }

    void add(long number) {
        if (size.get() >= most) {
            onDropped.run();
            return;
        }
        size.incrementAndGet();
        numbers.add(number);
    }

    /** Takes up to {@code most} distinct numbers. */
    long[] take(int most) {
        long[] taken = new long[Math.min(most, size.get())];
        int count = 0;
        Long next;
        while (count < taken.length && (next = numbers.poll()) != null) {
            size.decrementAndGet();
            taken[count++] = next;
        }
        return Arrays.stream(taken, 0, count).distinct().toArray();
    }

    int size() {
        return size.get();
    }
}
