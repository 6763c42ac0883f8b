package io.foyer.gateway.limits;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Optional;

/**
 * How full memory is. Of the heap, what the last collection of the old generation left counts: what is in use between two
 * collections says nothing, for most of it is garbage. G1 is different: it collects its old generation in the background long
 * before that is full, so what is in use there counts, and a collection of all of it may never come.
 */
public final class Memory {
    private final Optional<MemoryPoolMXBean> old = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
            .filter(pool -> isOld(pool.getName()))
            .findFirst();

    /** The share in use of what is scarcest, 0 to 1. */
    public double fullest() {
        return Math.max(heap(), direct());
    }

    public double heap() {
        MemoryUsage left = old.map(Memory::needed).orElse(null);
        if (left == null) {
            return 0;
        }
        long max = left.getMax() > 0 ? left.getMax() : Runtime.getRuntime().maxMemory();
        return (double) left.getUsed() / max;
    }

    private static MemoryUsage needed(MemoryPoolMXBean pool) {
        return pool.getName().startsWith("G1") ? pool.getUsage() : pool.getCollectionUsage();
    }

    /** Of network buffers. */
    public double direct() {
        long max = PlatformDependent.maxDirectMemory();
        return max > 0 && ByteBufAllocator.DEFAULT instanceof ByteBufAllocatorMetricProvider provider
                ? (double) provider.metric().usedDirectMemory() / max
                : 0;
    }

    /** The names of HotSpot's collectors: G1, Parallel and Serial, ZGC, Shenandoah. */
    private static boolean isOld(String pool) {
        return pool.contains("Old") || pool.contains("Tenured") || pool.equals("ZHeap") || pool.equals("Shenandoah");
    }
}
