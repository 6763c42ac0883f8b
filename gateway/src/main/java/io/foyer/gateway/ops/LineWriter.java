package io.foyer.gateway.ops;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Writes lines on a daemon thread of its own, many at a time. Never makes the caller wait, nor wake a thread: the writer looks
 * every 20 ms. When the output is so slow that the queue is full, lines are dropped and counted. Lines are written whole.
 */
final class LineWriter implements AutoCloseable {
    private static final int BATCH_BYTES = 64 * 1024;
    private static final long PAUSE_MILLIS = 20;

    private final OutputStream out;
    private final BlockingQueue<byte[]> lines;
    private final LongAdder dropped = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "foyer-access-log");
    private final byte[] batch = new byte[BATCH_BYTES];
    private int filled;

    LineWriter(OutputStream out, int linesMax) {
        this.out = out;
        this.lines = new ArrayBlockingQueue<>(linesMax);
        thread.setDaemon(true);
        thread.start();
    }

    void write(byte[] line) {
        if (!lines.offer(line)) {
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
                writeQueued();
            } while (!isLast);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeQueued() {
        List<byte[]> queued = new ArrayList<>();
        lines.drainTo(queued);
        queued.forEach(this::add);
        flush();
    }

    private void add(byte[] line) {
        if (filled + line.length > batch.length) {
            flush();
        }
        if (line.length > batch.length) {
            writeOut(line, line.length);
            return;
        }
        System.arraycopy(line, 0, batch, filled, line.length);
        filled += line.length;
    }

    private void flush() {
        if (filled > 0) {
            writeOut(batch, filled);
            filled = 0;
        }
    }

    private void writeOut(byte[] bytes, int length) {
        try {
            out.write(bytes, 0, length);
            out.flush();
        } catch (IOException e) {
            dropped.increment();
        }
    }
}
