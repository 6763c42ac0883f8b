package io.foyer.loadtest.crowd;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** A running crowd. Its methods are for one controlling thread, and those that wait say so. */
public final class Crowd implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop pump;
    private final List<CrowdLoop> loops;
    private final List<EventLoop> eventLoops;
    private final Counts counts = new Counts();
    private final RandomGenerator random;
    private int nextLoop;

    private Crowd(CrowdPlan plan, int loopCount) {
        group = new MultiThreadIoEventLoopGroup(loopCount, NioIoHandler.newFactory());
        eventLoops = IntStream.range(0, loopCount)
                .mapToObj(i -> (EventLoop) group.next())
                .toList();
        pump = eventLoops.get(0);
        loops = eventLoops.stream()
                .map(eventLoop -> new CrowdLoop(eventLoop, plan, counts, loopCount))
                .toList();
        random = new Random(plan.seed());
    }

    public static Crowd open(CrowdPlan plan) {
        return new Crowd(plan, Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    /** Sends this many buyers on their way and returns at once. */
    public void send(int buyers, Arrivals arrivals) {
        counts.expected.addAndGet(buyers);
        pump.execute(() -> pump(buyers, arrivals, System.nanoTime()));
    }

    /** Admits all who are due and comes back for the next; late buyers keep the time at which they were meant to arrive. */
    private void pump(int remaining, Arrivals arrivals, long dueNanos) {
        int left = remaining;
        long due = dueNanos;
        while (left > 0 && due - System.nanoTime() <= 0) {
            loops.get(nextLoop++ % loops.size()).admit(due);
            left--;
            due += arrivals.gapNanos(random);
        }
        if (left > 0) {
            int later = left;
            long next = due;
            pump.schedule(() -> pump(later, arrivals, next), next - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .addListener(CrowdLoop.reportTo(loops.get(0)));
        }
    }

    public Counts counts() {
        return counts;
    }

    /** Waits until every buyer has come and gone, or the time is up; says whether they all have. */
    public boolean awaitAllGone(Duration patience) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        while (!counts.allGone() && System.nanoTime() < deadlineNanos) {
            Thread.sleep(LOOK_MILLIS);
        }
        return counts.allGone();
    }

    /** Latencies are those of answers from now on; waits for the loops. */
    public void forgetLatencies() {
        for (int i = 0; i < loops.size(); i++) {
            Tally tally = loops.get(i).tally();
            eventLoops.get(i).submit(tally::forgetLatencies).syncUninterruptibly();
        }
    }

    /** Ends all visits and returns what was seen; waits for the loops. Call once. */
    public CrowdResult finish() {
        List<Visit> visits = new ArrayList<>();
        Map<RequestKind, Histogram> latencies = new EnumMap<>(RequestKind.class);
        Map<String, Long> errors = new TreeMap<>();
        for (int i = 0; i < loops.size(); i++) {
            CrowdLoop loop = loops.get(i);
            eventLoops
                    .get(i)
                    .submit(() -> {
                        loop.cutAll();
                        loop.tally().addTo(latencies, errors, visits);
                    })
                    .syncUninterruptibly();
        }
        close();
        return new CrowdResult(visits, latencies, errors);
    }

    /** Stops at once and forgets what was seen. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
