package io.foyer.gateway.config;

import io.foyer.gateway.log.RepeatedLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import sun.misc.Signal;

/**
 * Reloads when the config file, or a file that it names, holds something else, and on SIGHUP. Compares contents, so a swapped
 * link is noticed and a touched file is not. A change counts once it is seen twice, so a file half written is left alone.
 * One daemon thread does all of it.
 */
public final class ConfigWatcher implements AutoCloseable {
    /** Two of these and the reading stay well under a second. */
    private static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);
    private static final RepeatedLog FAILED = new RepeatedLog(LOG, Level.ERROR);

    private final ConfigReloader reloader;
    private final Semaphore hangups = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private Map<Path, String> known;
    private Map<Path, String> seen;

    private ConfigWatcher(ConfigReloader reloader) {
        this.reloader = reloader;
        this.known = Fingerprint.ofFiles(reloader.files());
        this.seen = known;
        this.thread = new Thread(this::run, "config-watch");
        thread.setDaemon(true);
    }

    public static ConfigWatcher start(ConfigReloader reloader) {
        ConfigWatcher watcher = new ConfigWatcher(reloader);
        try {
            Signal.handle(new Signal("HUP"), signal -> watcher.hangups.release());
        } catch (IllegalArgumentException e) {
            LOG.info("no SIGHUP here: the config is reloaded when its file changes");
        }
        watcher.thread.start();
        return watcher;
    }

    private void run() {
        while (!closed) {
            try {
                look(hangups.tryAcquire(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                FAILED.log("the config cannot be looked at; the one in force stays and buyers notice nothing", e);
            }
        }
    }

    private void look(boolean hangup) {
        Map<Path, String> now = Fingerprint.ofFiles(reloader.files());
        boolean settled = now.equals(seen);
        seen = now;
        if (hangup || settled && !now.equals(known)) {
            hangups.drainPermits();
            reloader.reload();
            known = Fingerprint.ofFiles(reloader.files());
            known.replaceAll((file, fingerprint) -> now.getOrDefault(file, fingerprint));
            seen = known;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
