package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/** How long an HTTP/2 connection may wait: for the rest of a head, for a request, for a buyer who reads nothing. */
final class Http2Limits {
    /** After this long without a stream, memory is given back. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Http2Session session;
    private final FrameWatch watch;
    private final Limits limits;
    private final Deadline deadline;
    private final Deadline writing;
    private Waiting waiting = Waiting.NOTHING;
    private int frame;
    private long idleSinceNanos = System.nanoTime();
    private long stalledPending;
    private boolean quiet;

    private enum Waiting {
        NOTHING,
        /** For the rest of a header block, of a frame that is no data, or of the preface. */
        HEAD,
        REQUEST,
        /** For streams that were on their way when the drain began. */
        LAST_REQUEST,
        /** For the streams that are open; then the connection ends. */
        LAST_STREAMS,
        /** For the buyer to read what was wrong. */
        END
    }

    Http2Limits(Http2Session session, FrameWatch watch, Limits limits) {
        this.session = session;
        this.watch = watch;
        this.limits = limits;
        EventLoop loop = session.eventLoop();
        deadline = new Deadline(loop, this::onDue);
        writing = new Deadline(loop, this::onStalled);
    }

    /** Looks at what is waited for now. */
    void look() {
        if (waiting.ordinal() >= Waiting.LAST_REQUEST.ordinal() || session.hasEnded()) {
            return;
        }
        if (watch.isWaiting()) {
            if (waiting != Waiting.HEAD || frame != watch.frames()) {
                waiting = Waiting.HEAD;
                frame = watch.frames();
                deadline.in(limits.headerTimeout().toNanos());
            }
        } else if (session.streams() > 0) {
            waiting = Waiting.NOTHING;
            deadline.clear();
        } else if (waiting != Waiting.REQUEST) {
            waiting = Waiting.REQUEST;
            quiet = false;
            deadline.in(Math.min(QUIET_NANOS, idleLeft()));
        }
    }

    void streamClosed() {
        if (session.streams() == 0) {
            idleSinceNanos = System.nanoTime();
            look();
        }
    }

    void drain(long quietNanos) {
        waiting = Waiting.LAST_REQUEST;
        deadline.in(quietNanos);
    }

    boolean isDrained() {
        return waiting == Waiting.LAST_STREAMS;
    }

    void lastWords(long millis) {
        waiting = Waiting.END;
        deadline.in(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    void writabilityChanged() {
        if (session.channel().isWritable()) {
            writing.clear();
        } else {
            limitWriting();
        }
    }

    void cancel() {
        deadline.cancel();
        writing.cancel();
    }

    private long idleLeft() {
        return Math.max(0, limits.idle().toNanos() - (System.nanoTime() - idleSinceNanos));
    }

    private void limitWriting() {
        stalledPending = session.channel().bytesBeforeWritable();
        writing.in(limits.bodyTimeout().toNanos());
    }

    private void onStalled() {
        if (session.channel().isWritable()) {
            return;
        }
        if (session.channel().bytesBeforeWritable() < stalledPending) {
            limitWriting();
        } else {
            session.stalled();
        }
    }

    private void onDue() {
        switch (waiting) {
            case NOTHING -> {}
            case REQUEST -> onIdle();
            case LAST_REQUEST -> {
                waiting = Waiting.LAST_STREAMS;
                session.drained();
            }
            case HEAD -> session.headTimedOut();
            case LAST_STREAMS, END -> session.close();
        }
    }

    private void onIdle() {
        if (!quiet && idleLeft() > 0) {
            quiet = true;
            session.rest();
            deadline.in(idleLeft());
        } else {
            session.idledOut();
        }
    }
}
