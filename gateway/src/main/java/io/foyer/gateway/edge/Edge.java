package io.foyer.gateway.edge;

import io.foyer.gateway.exchange.RequestHandler;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all connections of one event loop share. */
record Edge(
        RequestHandler handler, Forwarder forwarder, ErrorAnswers errors, TrafficMeter meter, AnswerWriter answers) {
    private static final Logger LOG = LoggerFactory.getLogger(Edge.class);
    /** While draining, a request that is on its way to an idle connection gets this long to arrive. */
    private static final long DRAIN_QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    Edge(RequestHandler handler, Forwarder forwarder, ErrorAnswers errors, TrafficMeter meter, Clock clock) {
        this(handler, forwarder, errors, meter, new AnswerWriter(clock));
    }

    long drainQuietNanos() {
        return DRAIN_QUIET_NANOS;
    }

    /** Buyers who reset their connection are nothing to report. */
    void unexpected(Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.error("a connection failed", cause);
        }
    }
}
