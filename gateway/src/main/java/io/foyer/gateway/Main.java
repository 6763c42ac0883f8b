package io.foyer.gateway;

import ch.qos.logback.classic.LoggerContext;
import io.foyer.gateway.cli.FoyerCommand;
import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.DrainConfig;
import io.foyer.gateway.config.ReadResult;
import io.foyer.gateway.pages.PageTemplate;
import io.netty.util.ResourceLeakDetector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/** Entry point of {@code foyer.jar}. */
public final class Main {
    private static final Logger log = LoggerFactory.getLogger("foyer");
    private static final String LOW_MEMORY = "io.netty.allocator.lowMemory";
    private static final long LOW_MEMORY_BYTES = 256L * 1024 * 1024;

    /** From the end of the drain until the process is gone; mostly it takes a second. */
    private static final Duration CLEAN_UP_MAX = Duration.ofSeconds(7);

    private Main() {}

    public static void main(String[] args) {
        tuneNetty();
        ConfigReader reader = ConfigReader.ofProcess(text -> PageTemplate.compile("page.template", text));
        int status = FoyerCommand.execute(Main::run, reader, args);
        // Log lines wait in a queue; the last ones say how it ended.
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        System.exit(status);
    }

    /** Sets what suits a gateway; Netty's own properties, where they are given, go first. */
    private static void tuneNetty() {
        // Following buffers costs 2 to 5 % of a request: for those who ask for it.
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
        // With a heap of up to 512 MB Netty gives chunks of buffers back as soon as it can: with large bodies all the
        // time. On JDK 25 each return stops all threads, and such a body costs twice as much.
        if (System.getProperty(LOW_MEMORY) == null && Runtime.getRuntime().maxMemory() >= LOW_MEMORY_BYTES) {
            System.setProperty(LOW_MEMORY, "false");
        }
    }

    /**
     * Runs until SIGTERM or SIGINT, then announces the end, drains and returns 0. A second signal ends it at once, as does an end that
     * does not come.
     */
    private static int run(Path file, ConfigReader reader, ReadResult start) throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        Foyer foyer = new Foyer(file, reader, start);
        for (String signal : new String[] {"TERM", "INT"}) {
            Signal.handle(new Signal(signal), received -> {
                if (stop.getCount() == 0) {
                    log.warn("second {}: stopping at once", received.getName());
                    Runtime.getRuntime().halt(1);
                }
                stop.countDown();
            });
        }
        stop.await();
        DrainConfig drain = foyer.config().drain();
        log.info(
                "stopping: announced for {} ms, then up to {} ms for requests under way",
                drain.announce().toMillis(),
                drain.limit().toMillis());
        endAtOnceAfter(drain.announce().plus(drain.limit()).plus(CLEAN_UP_MAX));
        foyer.announceEnd();
        Thread.sleep(drain.announce().toMillis());
        foyer.drain(drain.limit());
        log.info("stopped");
        return 0;
    }

    /** What ends in a moment may also never end, such as when somebody wrote over the jar and a class cannot be read any more. */
    private static void endAtOnceAfter(Duration limit) {
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> {
                    try {
                        log.error("still not stopped {} ms after the signal: stopping at once", limit.toMillis());
                    } finally {
                        Runtime.getRuntime().halt(1);
                    }
                });
    }
}
