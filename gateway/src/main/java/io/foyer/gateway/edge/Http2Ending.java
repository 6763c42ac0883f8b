package io.foyer.gateway.edge;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.NO_ERROR;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How an HTTP/2 connection ends: with a GOAWAY that says why, and after what is under way where that may go on (RFC 9113 section 6.8). */
final class Http2Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Http2Ending.class);
    /** After an error the buyer gets this long to read why. */
    static final long LAST_WORDS_MILLIS = 500;

    private final Http2Session session;
    private final Http2Streams streams;
    private final Http2Limits timing;
    private @Nullable Flood flood;
    private boolean draining;
    private boolean ended;

    Http2Ending(Http2Session session, Http2Streams streams, Http2Limits timing) {
        this.session = session;
        this.streams = streams;
        this.timing = timing;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Says that no stream will be taken soon, gives those on their way a moment, and closes when the last is done. */
    void drain() {
        if (draining || ended) {
            return;
        }
        draining = true;
        goAway(Integer.MAX_VALUE);
        timing.drain(session.edge().drainQuietNanos());
    }

    /** The moment is over: streams that come from now on are not looked at. */
    void drained() {
        goAway(session.lastStream());
        streamClosed();
    }

    void streamClosed() {
        if (draining && streams.open() == 0 && timing.isDrained()) {
            session.close();
        }
    }

    /** The next error of the connection is this one. */
    void suspect(Flood found) {
        flood = found;
    }

    void end(Flood found) {
        if (!ended) {
            session.edge().meter().flooded(session.listenerName(), found);
            LOG.warn(
                    "HTTP/2 flood of {} from {}, connection closed",
                    found,
                    session.channel().remoteAddress());
            end(ENHANCE_YOUR_CALM);
        }
    }

    /** Ends it for an error that the codec found. */
    void endFor(Http2Error error, @Nullable String detail) {
        if (flood != null) {
            end(flood);
        } else {
            LOG.debug(
                    "HTTP/2 connection from {} is ended: {}", session.channel().remoteAddress(), detail);
            end(error);
        }
    }

    /** Says why, drops what is under way, and closes once the buyer can have read it. */
    @SuppressWarnings("FutureReturnValueIgnored") // the connection ends, whatever becomes of it
    void end(Http2Error why) {
        if (ended) {
            return;
        }
        ended = true;
        session.encoder()
                .frameWriter()
                .writeGoAway(
                        session.context(),
                        session.lastStream(),
                        why.code(),
                        Unpooled.EMPTY_BUFFER,
                        session.context().newPromise());
        session.context().flush();
        streams.dropAll();
        timing.lastWords(LAST_WORDS_MILLIS);
        Wire.endOutput(session.channel()).addListener(done -> {
            if (!done.isSuccess()) {
                session.close();
            }
        });
    }

    /** The channel is gone. */
    void gone() {
        ended = true;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the codec tells the session of failed writes
    private void goAway(int lastStream) {
        session.goAway(
                session.context(),
                lastStream,
                NO_ERROR.code(),
                Unpooled.EMPTY_BUFFER,
                session.context().newPromise());
        session.flush(session.context());
    }
}
