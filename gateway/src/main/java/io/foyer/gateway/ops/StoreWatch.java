package io.foyer.gateway.ops;

import io.foyer.gateway.ops.GatewayFigures.StoreFigures;
import io.foyer.redis.StoreListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what was last heard of the store, and logs it. */
public final class StoreWatch implements StoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

    private volatile StoreFigures figures = new StoreFigures(false, "not heard of yet");

    /** Any thread. */
    public StoreFigures figures() {
        return figures;
    }

    @Override
    public void up(String server) {
        figures = new StoreFigures(true, server);
        LOG.info("store: {} answers", server);
    }

    @Override
    public void down(String reason) {
        figures = new StoreFigures(false, reason);
        LOG.warn("store: away: {}", reason);
    }

    @Override
    public void warning(String text) {
        LOG.warn("store: {}", text);
    }
}
