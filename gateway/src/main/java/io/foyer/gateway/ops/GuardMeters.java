package io.foyer.gateway.ops;

import io.foyer.gateway.edge.EdgeServer;
import io.foyer.gateway.limits.BoundedCache;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.limits.Limit;
import io.foyer.gateway.limits.Memory;

/** Shows what was refused and how full memory is. */
public final class GuardMeters {
    private final Meters meters;

    public GuardMeters(Meters meters) {
        this.meters = meters;
    }

    /** Once only. */
    public void show(Guard guard, Memory memory, Iterable<EdgeServer> listeners) {
        for (Limit limit : Limit.values()) {
            meters.count(Metric.LIMITS_REACHED, () -> guard.tally().count(limit), limit.label());
        }
        for (BoundedCache cache : BoundedCache.values()) {
            meters.count(Metric.CACHE_EVICTIONS, () -> guard.tally().forgotten(cache), cache.label());
        }
        meters.gauge(Metric.OVERLOAD_STAGE, () -> guard.overload().stage().ordinal());
        meters.gauge(Metric.MEMORY_USED, memory::heap, "heap");
        meters.gauge(Metric.MEMORY_USED, memory::direct, "direct");
        for (EdgeServer listener : listeners) {
            String name = listener.config().name();
            meters.gauge(Metric.CLIENT_ADDRESSES, listener::clientAddresses, name);
        }
    }
}
