package io.foyer.gateway.ops;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hands events to a thread of its own so that no event loop waits for the output. When its queue is full the event is dropped
 * and counted. Named in {@code logback.xml}.
 */
public final class CountingAsyncAppender extends AsyncAppender {
    private static final LongAdder DROPPED = new LongAdder();

    public CountingAsyncAppender() {
        setNeverBlock(true);
        setDiscardingThreshold(0);
    }

    /** Events dropped since the start, over all appenders of this kind. */
    static long dropped() {
        return DROPPED.sum();
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (getRemainingCapacity() == 0) {
            DROPPED.increment();
        } else {
            super.append(event);
        }
    }
}
