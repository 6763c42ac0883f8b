package io.foyer.gateway.proxy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the connections to one server and the requests that wait for one, over all event loops. Thread-safe. */
final class ServerGate {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<ServerPool> pools = new CopyOnWriteArrayList<>();

    void join(ServerPool pool) {
        pools.add(pool);
    }

    int open() {
        return open.get();
    }

    boolean tryOpen(int max) {
        return tryAdd(open, max);
    }

    /** Gives a connection's place back and tells all who wait. */
    void closed() {
        open.decrementAndGet();
        if (waiting.get() > 0) {
            pools.forEach(ServerPool::placeFree);
        }
    }

    /** Takes a place among the waiting, and asks the other loops for a connection that idles there. */
    boolean tryWait(int max, ServerPool asking) {
        if (!tryAdd(waiting, max)) {
            return false;
        }
        for (ServerPool pool : pools) {
            if (pool != asking) {
                pool.giveUpIdle();
            }
        }
        return true;
    }

    void waited() {
        waiting.decrementAndGet();
    }

    boolean someoneWaits() {
        return waiting.get() > 0;
    }

    private static boolean tryAdd(AtomicInteger count, int max) {
        if (count.incrementAndGet() <= max) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }
}
