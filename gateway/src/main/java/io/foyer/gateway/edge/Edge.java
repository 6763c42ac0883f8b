package io.foyer.gateway.edge;

import io.foyer.gateway.exchange.RequestHandler;
import io.foyer.gateway.limits.Guard;
import io.foyer.gateway.log.RepeatedLog;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What all connections of one event loop share. */
record Edge(
        RequestHandler handler,
        Forwarder forwarder,
        ErrorAnswers errors,
        TrafficMeter meter,
        AnswerWriter answers,
        Guard guard) {
    private static final RepeatedLog FAILED = new RepeatedLog(LoggerFactory.getLogger(Edge.class), Level.ERROR);
    /** While draining, a request that is on its way to an idle connection gets this long to arrive. */
    private static final long DRAIN_QUIET_NANOS = TimeUnit.SECONDS.toNanos(1);

    Edge(
            RequestHandler handler,
            Forwarder forwarder,
            ErrorAnswers errors,
            TrafficMeter meter,
            Clock clock,
            Guard guard) {
        this(handler, forwarder, errors, meter, new AnswerWriter(clock), guard);
    }

    long drainQuietNanos() {
        return DRAIN_QUIET_NANOS;
    }

    /** Buyers who reset their connection are nothing to report. */
    void unexpected(Throwable cause) {
        if (!(cause instanceof IOException)) {
            FAILED.log(
                    "a fault of Foyer ended a request or a connection; the buyer got an error, others are not touched;"
                            + " please report it",
                    cause);
        }
    }
}
