package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.netty.channel.EventLoop;

/** Whether a stream's buyer sends its body, or takes its response, as fast as it must. Confined to the stream's event loop. */
final class StreamPace {
    private final Limits limits;
    private final Stream stream;
    private final Deadline deadline;
    private Awaited watched = Awaited.NOTHING;
    private long watchedFrom;

    /** What the buyer is to do next. */
    enum Awaited {
        NOTHING,
        BODY,
        RESPONSE
    }

    /** What is watched. */
    interface Stream {
        Awaited awaited();

        /** Bytes that have come of the body. */
        long received();

        /** Bytes of the response for which there was a window. */
        long sent();

        void bodyTooSlow();

        void responseTooSlow();
    }

    StreamPace(Limits limits, EventLoop loop, Stream stream) {
        this.limits = limits;
        this.stream = stream;
        deadline = new Deadline(loop, this::onDue);
    }

    /** Sets the limit for whatever the buyer is to do next; one that runs goes on while it waits for the same. */
    void look() {
        Awaited now = stream.awaited();
        if (now == watched) {
            return;
        }
        watched = now;
        if (now == Awaited.NOTHING) {
            deadline.clear();
        } else {
            watch();
        }
    }

    void stop() {
        watched = Awaited.NOTHING;
        deadline.clear();
    }

    /** It is not used again. */
    void cancel() {
        deadline.cancel();
    }

    private void watch() {
        watchedFrom = moved();
        deadline.in(limits.bodyTimeout().toNanos());
    }

    private long moved() {
        return watched == Awaited.BODY ? stream.received() : stream.sent();
    }

    private void onDue() {
        if (watched == Awaited.NOTHING || watched != stream.awaited()) {
            look();
        } else if (moved() - watchedFrom >= limits.leastMovedBytes()) {
            watch();
        } else if (watched == Awaited.BODY) {
            stream.bodyTooSlow();
        } else {
            stream.responseTooSlow();
        }
    }
}
