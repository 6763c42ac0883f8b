package io.foyer.gateway.ops;

import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes lines on a daemon thread of its own, many at a time. Never makes the caller wait, nor wake a thread: each thread that
 * logs fills a page of its own, and the writer takes all pages every 20 ms. When the output is so slow that a page is full,
 * lines are dropped and counted. Lines are written whole, those of one thread in order.
 */
final class LineWriter implements AutoCloseable {
    private static final long PAUSE_MILLIS = 20;

    private final OutputStream out;
    private final List<LinePage> pages = new CopyOnWriteArrayList<>();
    private final FastThreadLocal<LinePage> page;
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "foyer-access-log");

    /** @param pageBytesMax of lines that wait, for each thread that logs */
    LineWriter(OutputStream out, int pageBytesMax) {
        this.out = out;
        this.page = new FastThreadLocal<>() {
            @Override
            protected LinePage initialValue() {
                LinePage made = new LinePage(pageBytesMax);
                pages.add(made);
                return made;
            }
        };
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes a copy of {@code line[0, length)}, which ends with a newline. */
    void write(byte[] line, int length) {
        if (!page.get().add(line, length)) {
            dropped.increment();
        }
    }

    long dropped() {
        return dropped.sum();
    }

    /** Writes what is queued, for at most a second. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }

    private void run() {
        try {
            boolean isLast;
            do {
                isLast = closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                pages.forEach(this::write);
            } while (!isLast);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(LinePage from) {
        try {
            from.writeTo(out);
        } catch (IOException e) {
            dropped.increment();
        }
    }
}
