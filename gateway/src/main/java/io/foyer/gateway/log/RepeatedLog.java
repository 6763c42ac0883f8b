package io.foyer.gateway.log;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A message that an outage would repeat without end: told at once the first time, then at most once a period, with how many
 * were left out in between. Thread-safe; what is left out costs two reads and an addition.
 */
public final class RepeatedLog {
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Logger logger;
    private final Level level;
    private final LongSupplier nanoClock;
    private final LongAdder leftOut = new LongAdder();
    private final AtomicLong nextNanos;

    public RepeatedLog(Logger logger, Level level) {
        this(logger, level, System::nanoTime);
    }

    RepeatedLog(Logger logger, Level level, LongSupplier nanoClock) {
        this.logger = logger;
        this.level = level;
        this.nanoClock = nanoClock;
        nextNanos = new AtomicLong(nanoClock.getAsLong());
    }

    /** @param arguments as for the logger; a Throwable as the last one is told with its stack */
    public void log(String message, Object... arguments) {
        long now = nanoClock.getAsLong();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + PERIOD.toNanos())) {
            leftOut.increment();
            return;
        }
        long before = leftOut.sumThenReset();
        String told = before == 0 ? message : message + " (" + before + " more like it since the last such line)";
        logger.atLevel(level).log(told, arguments);
    }
}
