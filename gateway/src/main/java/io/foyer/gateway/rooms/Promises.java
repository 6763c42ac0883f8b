package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.wait.WaitRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * How true the told waits come. Once in {@link #EVERY_SECONDS} the wait that the newest in line is told is noted, and compared
 * with the time that it takes until that place is called. On the rooms thread; no buyer is followed.
 */
final class Promises {
    private static final long EVERY_SECONDS = 5;
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(EVERY_SECONDS);

    /** Half a day's; then no more are noted until places are called. */
    private static final int OPEN_MAX = 8_192;

    private record Promise(Place place, long nanos, WaitRange range) {
        WaitResult resultAt(long nowNanos) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nowNanos - nanos);
            if (seconds < range.lowSeconds()) {
                return WaitResult.EARLY;
            }
            return seconds > range.highSeconds() ? WaitResult.LATE : WaitResult.WITHIN;
        }
    }

    private final Deque<Promise> open = new ArrayDeque<>();
    private long notedNanos;
    private boolean begun;

    /**
     * Once a second or more often.
     *
     * @param told the wait that is told to one with so many ahead
     */
    void observe(RoomView view, long nowNanos, LongFunction<Optional<WaitRange>> told, Consumer<WaitResult> result) {
        while (!open.isEmpty() && view.isCalled(open.element().place())) {
            result.accept(open.remove().resultAt(nowNanos));
        }
        Place newest = new Place(view.era(), view.tail());
        boolean isDue = !begun || nowNanos - notedNanos >= EVERY_NANOS;
        boolean isNew = open.isEmpty() || newest.compareTo(open.getLast().place()) > 0;
        if (!isDue || !isNew || view.tail() == 0 || view.isCalled(newest) || open.size() >= OPEN_MAX) {
            return;
        }
        told.apply(view.ahead(newest)).ifPresent(range -> {
            open.add(new Promise(newest, nowNanos, range));
            notedNanos = nowNanos;
            begun = true;
        });
    }
}
