package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * How long an HTTP/1 connection may wait: for a request, for the rest of its head or body, for a buyer who is slow to take a
 * response. One thing at a time; a body and a response have to move as fast as the least rate asks. On the event loop.
 */
final class Http1Limits {
    /** After this long without a request, or a quarter of the time it may idle, the memory for requests is given back. */
    private static final long QUIET_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    private static final int QUIET_PART = 4;
    /** How long a buyer that has half-closed is waited for by a request that is not decided yet. */
    private static final long HALF_CLOSED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long a buyer may go on sending after the last answer, so that a reset does not destroy the answer. */
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Channel channel;
    private final Limits limits;
    private final Deadline deadline;
    private Watched watched = Watched.NOTHING;
    /** How far what is watched was when the time that runs began. */
    private long watchedFrom;

    private enum Watched {
        NOTHING,
        BODY,
        RESPONSE
    }

    Http1Limits(Channel channel, Limits limits, Runnable onDue) {
        this.channel = channel;
        this.limits = limits;
        deadline = new Deadline((EventLoop) channel.eventLoop(), onDue);
    }

    /** For the rest of a head. */
    void awaitHead() {
        deadline.in(limits.headerTimeout().toNanos());
    }

    /** For the next request, until the memory for it is to be given back. */
    void awaitRequest() {
        watched = Watched.NOTHING;
        deadline.in(quietNanos());
    }

    /** For the next request, until the connection has idled for as long as it may. */
    void awaitRequestQuietly() {
        deadline.in(limits.idle().toNanos() - quietNanos());
    }

    private long quietNanos() {
        return Math.min(QUIET_NANOS_MAX, limits.idle().toNanos() / QUIET_PART);
    }

    /** For a request that is on its way, as no other is taken. */
    void awaitLastRequest(long nanos) {
        watched = Watched.NOTHING;
        deadline.in(nanos);
    }

    /** As {@link #awaitLastRequest}, for a connection that idles. */
    void drain(long nanos) {
        deadline.in(Math.min(nanos, limits.idle().toNanos()));
    }

    /** For the decision on a request whose buyer has half-closed. */
    void awaitDecision() {
        deadline.in(HALF_CLOSED_NANOS);
    }

    /** For a body of which so much has come; a limit that runs goes on. */
    void awaitBody(long received) {
        if (watched != Watched.BODY) {
            awaitMoreBody(received);
        }
    }

    void awaitMoreBody(long received) {
        watch(Watched.BODY, received);
    }

    /** For the buyer to take what was written. */
    void awaitReader() {
        watch(Watched.RESPONSE, pending());
    }

    private void watch(Watched what, long from) {
        watched = what;
        watchedFrom = from;
        deadline.in(limits.bodyTimeout().toNanos());
    }

    void awaitNothing() {
        watched = Watched.NOTHING;
        deadline.clear();
    }

    /** For a buyer that may still send, while the last answer is on its way. */
    void linger() {
        deadline.in(LINGER_NANOS + (hasPending() ? limits.bodyTimeout().toNanos() : 0));
    }

    /** For the last bytes to be sent. */
    void awaitSent() {
        deadline.in(limits.bodyTimeout().toNanos());
    }

    boolean isAwaitingReader() {
        return watched == Watched.RESPONSE;
    }

    /** Whether too little of the body has come in the time that is over. */
    boolean isBodyTooSlow(long received) {
        return isTooSlow(received - watchedFrom);
    }

    /** Whether too little of the response was taken in the time that is over. */
    boolean isReaderTooSlow() {
        return watched == Watched.RESPONSE && isTooSlow(watchedFrom - pending());
    }

    private boolean isTooSlow(long bytes) {
        return bytes < limits.leastMovedBytes();
    }

    /** Whether bytes that were written have not been sent. */
    boolean hasPending() {
        return pending() > 0;
    }

    private long pending() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    void cancel() {
        deadline.cancel();
    }
}
