package io.foyer.gateway.limits;

import com.github.benmanes.caffeine.cache.RemovalCause;
import io.foyer.gateway.log.RepeatedLog;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Counts how often each limit was reached, and says so once a minute. */
public final class LimitTally {
    private final Map<Limit, LongAdder> counts = new EnumMap<>(Limit.class);
    private final Map<BoundedCache, LongAdder> forgotten = new EnumMap<>(BoundedCache.class);
    private final Map<Limit, RepeatedLog> logs = new EnumMap<>(Limit.class);

    public LimitTally() {
        for (BoundedCache cache : BoundedCache.values()) {
            forgotten.put(cache, new LongAdder());
        }
        for (Limit limit : Limit.values()) {
            counts.put(limit, new LongAdder());
            logs.put(limit, new RepeatedLog(LoggerFactory.getLogger(LimitTally.class), Level.WARN));
        }
    }

    public void reached(Limit limit, InetAddress client) {
        LongAdder count = counts.get(limit);
        RepeatedLog log = logs.get(limit);
        if (count != null && log != null) {
            count.increment();
            log.log("limit {} reached by {}: {}", limit.key(), new Client(client), limit.behaviour());
        }
    }

    public long count(Limit limit) {
        LongAdder count = counts.get(limit);
        return count == null ? 0 : count.sum();
    }

    /** An entry left the cache; only one that had to for want of room counts. */
    public void left(BoundedCache cache, RemovalCause why) {
        LongAdder count = forgotten.get(cache);
        if (why == RemovalCause.SIZE && count != null) {
            count.increment();
        }
    }

    public long forgotten(BoundedCache cache) {
        LongAdder count = forgotten.get(cache);
        return count == null ? 0 : count.sum();
    }

    /** Worded only when it is told. */
    private record Client(InetAddress address) {
        @Override
        public String toString() {
            return NetUtil.toAddressString(address);
        }
    }
}
