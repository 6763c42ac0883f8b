package io.foyer.gateway.proxy;

import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.http.ChunkedDecoder;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.ResponseHead;
import io.foyer.gateway.http.ResponseHeadParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** Finds the responses in what a server sends and hands them on piece by piece (RFC 9112 sections 4 and 6). */
final class ResponseReader {
    private static final HeadLimits LIMITS = HeadLimits.ofHeadBytes(64 * 1024);
    /** Hints and continues before the final response; more is not a conversation any more. */
    private static final int INTERIMS_MAX = 16;

    private final ResponseHeadParser parser = new ResponseHeadParser(LIMITS);
    private final ResponseHead head = new ResponseHead();
    private @Nullable ChunkedDecoder chunks;
    private @Nullable ByteBuf held;
    private Step step = Step.OVER;
    private String method = "";
    private boolean anyByte;
    private int interims;
    private long remaining;

    private enum Step {
        HEAD,
        LENGTH,
        CHUNKS,
        UNTIL_CLOSE,
        /** Nothing is expected. */
        OVER
    }

    /** @param switchTo the protocol that was asked for; null for none */
    void begin(String requestMethod, @Nullable String switchTo) {
        head.expectSwitch(switchTo);
        method = requestMethod;
        step = Step.HEAD;
        anyByte = false;
        interims = 0;
    }

    boolean hasByte() {
        return anyByte;
    }

    /** Whether the response ended where it should and allows another one. */
    boolean isClean() {
        return step == Step.OVER && held == null && head.keepAlive();
    }

    /** Reads on; takes over the buffer. */
    void read(ByteBuf in, ResponseSink to, ByteBufAllocator alloc) {
        anyByte = true;
        held = held == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(alloc, held, in);
        boolean more = true;
        while (more && held != null) {
            more = switch (step) {
                case HEAD -> head(held, to);
                case LENGTH -> length(held, to);
                case CHUNKS -> chunks(held, to);
                case UNTIL_CLOSE -> pass(to);
                case OVER -> false;
            };
        }
    }

    /** The server has closed; where the length is unknown that ends the response. */
    void closed(ResponseSink to, boolean broken) {
        if (step == Step.UNTIL_CLOSE && !broken) {
            end(to, null);
        } else {
            step = Step.OVER;
            to.broke(UpstreamFault.BROKEN);
        }
    }

    void release() {
        step = Step.OVER;
        if (held != null) {
            held.release();
            held = null;
        }
    }

    private boolean head(ByteBuf in, ResponseSink to) {
        switch (parser.parse(in, head, method)) {
            case NEED_MORE -> {
                return false;
            }
            case REFUSED -> {
                garbage(to);
                return false;
            }
            case COMPLETE -> releaseRead(in);
        }
        if (head.isInterim()) {
            interims++;
            if (interims > INTERIMS_MAX) {
                garbage(to);
                return false;
            }
            to.interim(head);
            return true;
        }
        return finalHead(to);
    }

    private boolean finalHead(ResponseSink to) {
        remaining = head.contentLength();
        step = bodyStep();
        if (!to.respond(head)) {
            return false;
        }
        if (step == Step.OVER) {
            end(to, null);
            return false;
        }
        return true;
    }

    private Step bodyStep() {
        if (head.isSwitch()) {
            return Step.UNTIL_CLOSE;
        }
        if (!head.hasBody()) {
            return Step.OVER;
        }
        return switch (head.bodyKind()) {
            case LENGTH -> Step.LENGTH;
            case CHUNKED -> Step.CHUNKS;
            case UNTIL_CLOSE -> Step.UNTIL_CLOSE;
            case NONE -> Step.OVER;
        };
    }

    private boolean length(ByteBuf in, ResponseSink to) {
        int readable = in.readableBytes();
        if (readable <= remaining) {
            remaining -= readable;
            pass(to);
        } else {
            ByteBuf last = in.readRetainedSlice((int) remaining);
            remaining = 0;
            to.data(last);
        }
        if (remaining == 0 && step == Step.LENGTH) {
            end(to, null);
            return false;
        }
        return true;
    }

    private boolean chunks(ByteBuf in, ResponseSink to) {
        ChunkedDecoder decoder = chunks;
        if (decoder == null) {
            decoder = new ChunkedDecoder(LIMITS);
            chunks = decoder;
        }
        ChunkedDecoder.Step found = decoder.next(in);
        if (found == ChunkedDecoder.Step.BAD) {
            garbage(to);
            return false;
        }
        if (found == ChunkedDecoder.Step.DATA) {
            ByteBuf data = decoder.takeData();
            releaseRead(in);
            to.data(data);
            return true;
        }
        releaseRead(in);
        if (found == ChunkedDecoder.Step.END) {
            end(to, decoder.trailers());
        }
        return false;
    }

    /** Hands on all that is held, as it came. */
    private boolean pass(ResponseSink to) {
        ByteBuf all = held;
        held = null;
        if (all != null) {
            to.data(all);
        }
        return false;
    }

    /** The last call for this response: the connection may carry the next request before it returns. */
    private void end(ResponseSink to, @Nullable HeaderBlock trailers) {
        step = Step.OVER;
        to.responseEnd(trailers);
    }

    private void garbage(ResponseSink to) {
        step = Step.OVER;
        to.broke(UpstreamFault.GARBAGE);
    }

    private void releaseRead(ByteBuf in) {
        if (!in.isReadable()) {
            in.release();
            held = null;
        }
    }
}
