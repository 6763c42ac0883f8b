package io.foyer.gateway.edge;

import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.Http2Fields;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request as it comes in DATA frames. What the relay does not take yet is held; it is never more than the
 * stream's window, which opens again only as pieces go on. Owns what it holds.
 */
final class Http2Body extends RequestBody {
    /** Smaller pieces are copied, so that they do not keep the whole of what was read with them. */
    private static final int COPIED_BYTES = 4 * 1024;

    private final Deque<ByteBuf> held = new ArrayDeque<>();
    private boolean sized;
    private long expected;
    private boolean ended;
    private boolean endPassed;
    private @Nullable HeaderBlock trailers;

    void begin(Http2Fields fields, Http2Fields.Body body, long most) {
        begin(most);
        sized = fields.hasContentLength();
        expected = fields.contentLength();
        ended = body == Http2Fields.Body.NONE;
        endPassed = ended;
        trailers = null;
    }

    @Override
    boolean isTooLarge() {
        return Math.max(expected, received()) > bytesMax();
    }

    /** Whether a body of that many more bytes, complete then or not, can still be as long as was said (RFC 9113 section 8.1.1). */
    boolean fits(int more, boolean complete) {
        long length = received() + more;
        return !sized || (complete ? length == expected : length <= expected);
    }

    @Override
    boolean isAwaited() {
        return flows() && !ended;
    }

    /** Keeps a piece that the relay does not take now. */
    void hold(ByteBuf data) {
        int length = data.readableBytes();
        held.add(length <= COPIED_BYTES ? data.copy() : data.readRetainedSlice(length));
    }

    @Nullable
    ByteBuf next() {
        return flows() ? held.poll() : null;
    }

    void end(@Nullable HeaderBlock withTrailers) {
        ended = true;
        trailers = withTrailers;
    }

    /** Whether the relay is to be told now that all has come; true once only. */
    boolean passEnd() {
        boolean now = ended && !endPassed && flows() && held.isEmpty();
        endPassed |= now;
        return now;
    }

    @Nullable
    HeaderBlock trailers() {
        return trailers;
    }

    void release() {
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
