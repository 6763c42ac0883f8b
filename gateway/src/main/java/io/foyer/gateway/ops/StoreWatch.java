package io.foyer.gateway.ops;

import io.foyer.gateway.log.RepeatedLog;
import io.foyer.gateway.ops.GatewayFigures.StoreFigures;
import io.foyer.redis.StoreListener;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Keeps what was last heard of the store, and logs it; one that comes and goes is told of once a minute. */
public final class StoreWatch implements StoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    /** The store's own words on how it is set up; a different server may have others. */
    private static final int WARNINGS_MAX = 100;

    private final RepeatedLog up = new RepeatedLog(LOG, Level.INFO);
    private final RepeatedLog down = new RepeatedLog(LOG, Level.WARN);
    private final Set<String> warned = new HashSet<>();
    private volatile StoreFigures figures = new StoreFigures(false, "not heard of yet");

    /** Any thread. */
    public StoreFigures figures() {
        return figures;
    }

    @Override
    public void up(String server) {
        figures = new StoreFigures(true, server);
        up.log("store: {} answers", server);
    }

    @Override
    public void down(String reason) {
        figures = new StoreFigures(false, reason);
        down.log("store: away: {}; it is tried again every second", reason);
    }

    @Override
    public void warning(String text) {
        if (warned.size() < WARNINGS_MAX && warned.add(text)) {
            LOG.warn("store: {}", text);
        }
    }
}
