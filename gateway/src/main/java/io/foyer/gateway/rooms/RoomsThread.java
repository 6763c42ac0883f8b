package io.foyer.gateway.rooms;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns the mutable state of the rooms. */
final class RoomsThread implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RoomsThread.class);

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

    @SuppressWarnings("FutureReturnValueIgnored") // guarded tasks do not fail
    void schedule(Runnable task, long delayMillis) {
        thread.schedule(guarded(task), delayMillis, TimeUnit.MILLISECONDS);
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
                log.error("a task of the rooms failed", e);
            }
        };
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
