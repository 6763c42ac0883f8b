package io.foyer.gateway.rooms;

import io.foyer.admission.line.Known;
import io.foyer.admission.line.RoomId;
import io.foyer.gateway.log.RepeatedLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Writes the gateway's memory to its file once a second, on a thread of its own: a slow disk slows nobody. */
final class MemoryKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MemoryKeeper.class);

    private final RepeatedLog failed = new RepeatedLog(log, Level.WARN);
    private final MemoryFile file;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, MemoryKeeper::daemon);

    MemoryKeeper(Path path) {
        file = new MemoryFile(path);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "foyer-memory");
        thread.setDaemon(true);
        return thread;
    }

    /** What was remembered; nothing when the file cannot be read. Blocks: for the start. */
    Map<RoomId, Known> load() {
        try {
            return file.load();
        } catch (IOException e) {
            log.warn("node.memory-file cannot be read and is begun anew: {}", e.toString());
            return Map.of();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // ends with the thread
    void keep(Supplier<Map<RoomId, Known>> rooms) {
        thread.scheduleWithFixedDelay(() -> save(rooms.get()), 1, 1, TimeUnit.SECONDS);
    }

    private void save(Map<RoomId, Known> rooms) {
        try {
            file.save(rooms);
        } catch (IOException | RuntimeException e) {
            failed.log(
                    "node.memory-file cannot be written, a restart of this gateway will know less: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
