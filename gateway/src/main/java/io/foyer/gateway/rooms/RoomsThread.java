package io.foyer.gateway.rooms;

import io.foyer.gateway.log.RepeatedLog;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The one thread that owns the mutable state of the rooms. */
final class RoomsThread implements Executor, AutoCloseable {
    private static final RepeatedLog FAILED = new RepeatedLog(LoggerFactory.getLogger(RoomsThread.class), Level.ERROR);

    /** What comes after the end is dropped: there is nobody left to answer. */
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, RoomsThread::daemon, new ThreadPoolExecutor.DiscardPolicy());

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "foyer-rooms");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        thread.execute(guarded(task));
    }

    void schedule(Runnable task, long delayMillis) {
        scheduleNanos(task, TimeUnit.MILLISECONDS.toNanos(delayMillis));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // guarded tasks do not fail
    void scheduleNanos(Runnable task, long delayNanos) {
        thread.schedule(guarded(task), delayNanos, TimeUnit.NANOSECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // guarded tasks do not fail
    void every(Runnable task, long periodMillis) {
        thread.scheduleAtFixedRate(guarded(task), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    /** A task that fails must not end the thread's rounds. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                FAILED.log("a fault of Foyer in the rooms; the next round tries again; please report it", e);
            }
        };
    }

    /** Runs the last task, and nothing after it. Comes back at once. */
    void finish(Runnable last) {
        execute(() -> {
            last.run();
            close();
        });
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
