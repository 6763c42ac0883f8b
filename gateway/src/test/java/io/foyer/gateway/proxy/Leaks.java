package io.foyer.gateway.proxy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Hears what Netty's leak detector reports. */
final class Leaks {
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    static {
        AppenderBase<ILoggingEvent> ear = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                FOUND.add(event.getFormattedMessage());
            }
        };
        ear.start();
        ((Logger) LoggerFactory.getLogger(ResourceLeakDetector.class)).addAppender(ear);
    }

    private Leaks() {}

    /** What leaked so far; collects garbage first, and forgets what it returns. */
    static List<String> found() {
        System.gc();
        // The detector looks at what was collected when the next buffer is made.
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
        io.netty.buffer.ByteBufAllocator.DEFAULT.directBuffer(16).release();
        List<String> found = List.copyOf(FOUND);
        FOUND.clear();
        return found;
    }
}
