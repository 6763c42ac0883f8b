package io.foyer.loadtest.crowd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FutureListener;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/** One event loop with its buyers, connections and measurements. Everything here runs on that loop. */
final class CrowdLoop {
    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;

    private final EventLoop eventLoop;
    private final CrowdPlan plan;
    private final Counts counts;
    private final RandomGenerator random;
    private final Tally tally;
    private final List<ConnectionPool> pools;
    private final Set<Buyer> present = new HashSet<>();

    CrowdLoop(EventLoop eventLoop, CrowdPlan plan, Counts counts, int loops) {
        this.eventLoop = eventLoop;
        this.plan = plan;
        this.counts = counts;
        this.random = new Random(plan.seed() ^ System.identityHashCode(this));
        this.tally = new Tally((plan.visitsMax() + loops - 1) / loops);
        int connectionsMax = Math.max(1, plan.connectionsMax() / plan.targets().size() / loops);
        this.pools = plan.targets().stream()
                .map(target -> new ConnectionPool(bootstrap(target), connectionsMax))
                .toList();
    }

    private Bootstrap bootstrap(URI target) {
        int port = target.getPort() == -1 ? 80 : target.getPort();
        return new Bootstrap()
                .group(eventLoop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .remoteAddress(target.getHost(), port);
    }

    /** May be called from any thread. */
    void admit(long intendedNanos) {
        eventLoop.execute(() -> {
            Buyer buyer = new Buyer(this, plan.mix().draw(random));
            present.add(buyer);
            buyer.arrive(intendedNanos);
        });
    }

    /** Ends all visits; call on the loop. */
    void cutAll() {
        List.copyOf(present).forEach(Buyer::cut);
    }

    void send(Step step) {
        pools.get(step.target()).submit(step);
    }

    /** Runs an action later, and tells it the time it was meant to run at. */
    void after(long delayMillis, LongConsumer action) {
        long atNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
        if (delayMillis == 0) {
            action.accept(atNanos);
            return;
        }
        eventLoop
                .schedule(() -> action.accept(atNanos), delayMillis, TimeUnit.MILLISECONDS)
                .addListener(reportTo(this));
    }

    /** A defect in a timed action must not go unseen. */
    static FutureListener<Object> reportTo(CrowdLoop loop) {
        return done -> {
            if (!done.isSuccess() && !done.isCancelled()) {
                loop.tally.error("defect: " + done.cause());
            }
        };
    }

    void gone(Buyer buyer, Visit visit) {
        present.remove(buyer);
        tally.visit(visit);
        counts.gone.increment();
    }

    int drawTarget() {
        return random.nextInt(pools.size());
    }

    CrowdPlan plan() {
        return plan;
    }

    Counts counts() {
        return counts;
    }

    RandomGenerator random() {
        return random;
    }

    Tally tally() {
        return tally;
    }
}
