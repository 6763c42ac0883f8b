package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.Outbox;
import io.foyer.gateway.http.BodyKind;
import io.foyer.gateway.http.ChunkedDecoder;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.RequestHeadParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one stream of HTTP/2 and the relay, which speaks HTTP/1.1: puts the request's bytes into frames and the
 * response's frames into bytes, so that one set of rules judges all responses. The response says {@code Connection: close},
 * since a stream carries one request. Owns the bytes of a request's head or chunk that are not complete yet.
 */
final class Http2Bridge extends ChannelDuplexHandler {
    private static final HeadLimits LIMITS = HeadLimits.ofHeadBytes(1024 * 1024);
    /** Of one connection, or said otherwise in HTTP/2 (RFC 9113 section 8.2.2). */
    private static final Set<String> NOT_PASSED = Set.of(
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "upgrade",
            "te",
            "http2-settings");

    private final String scheme;
    private final RequestHeadParser parser = new RequestHeadParser(LIMITS);
    private final RequestHead request = new RequestHead();
    private final ChunkedDecoder chunks = new ChunkedDecoder(LIMITS);
    private Sending sending = Sending.HEAD;
    private Receiving receiving = Receiving.HEAD;
    private @Nullable ByteBuf held;
    private long unsent;
    private long missing;

    private enum Sending {
        HEAD,
        LENGTH,
        CHUNKS,
        DONE
    }

    private enum Receiving {
        HEAD,
        LENGTH,
        CHUNKS,
        DONE
    }

    Http2Bridge(Server server) {
        scheme = server.isTls() ? "https" : "http";
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) throws IOException {
        ByteBuf in = (ByteBuf) message;
        held = held == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, in);
        boolean more = true;
        while (more && held != null && held.isReadable()) {
            more = switch (sending) {
                case HEAD -> sendHead(ctx, held);
                case LENGTH -> sendLength(ctx, held);
                case CHUNKS -> sendChunk(ctx, held);
                case DONE -> throw new IOException("bytes behind the request");
            };
        }
        if (held != null && !held.isReadable()) {
            drop();
        }
        promise.trySuccess();
    }

    private boolean sendHead(ChannelHandlerContext ctx, ByteBuf in) throws IOException {
        ParseResult result = parser.parse(in, request);
        if (result == ParseResult.REFUSED) {
            throw new IOException("the request cannot go over HTTP/2: " + parser.refusal());
        }
        if (result != ParseResult.COMPLETE) {
            return false;
        }
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(request.method())
                .scheme(scheme)
                .authority(request.authority())
                .path(request.target());
        copy(request, headers);
        headers.set("te", "trailers");
        boolean ends = !request.hasBody();
        unsent = request.contentLength();
        sending = ends ? Sending.DONE : request.bodyKind() == BodyKind.CHUNKED ? Sending.CHUNKS : Sending.LENGTH;
        send(ctx, new DefaultHttp2HeadersFrame(headers, ends));
        return !ends;
    }

    private static void copy(HeaderBlock from, Http2Headers to) {
        from.visitHeaders(i -> {
            String name = from.name(i).toLowerCase(Locale.ROOT);
            if (!NOT_PASSED.contains(name)) {
                to.add(name, from.value(i));
            }
        });
    }

    private boolean sendLength(ChannelHandlerContext ctx, ByteBuf in) {
        int length = (int) Math.min(unsent, in.readableBytes());
        unsent -= length;
        boolean ends = unsent == 0;
        sending = ends ? Sending.DONE : Sending.LENGTH;
        send(ctx, new DefaultHttp2DataFrame(in.readRetainedSlice(length), ends));
        return !ends;
    }

    private boolean sendChunk(ChannelHandlerContext ctx, ByteBuf in) throws IOException {
        switch (chunks.next(in)) {
            case DATA -> {
                send(ctx, new DefaultHttp2DataFrame(chunks.takeData(), false));
                return true;
            }
            case END -> {
                sending = Sending.DONE;
                sendEnd(ctx, chunks.trailers());
                return false;
            }
            case BAD -> throw new IOException("the request's chunks are broken");
            case NEED_MORE -> {
                return false;
            }
        }
        return false;
    }

    private static void sendEnd(ChannelHandlerContext ctx, @Nullable HeaderBlock trailers) {
        if (trailers == null || trailers.headerCount() == 0) {
            send(ctx, new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        } else {
            Http2Headers last = new DefaultHttp2Headers(false);
            copy(trailers, last);
            send(ctx, new DefaultHttp2HeadersFrame(last, true));
        }
    }

    private static void send(ChannelHandlerContext ctx, Object frame) {
        ctx.write(frame).addListener(sent -> {
            if (!sent.isSuccess()) {
                ctx.fireExceptionCaught(new IOException("the stream takes no more", sent.cause()));
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (frame instanceof Http2HeadersFrame headers) {
            receiveHeaders(ctx, headers);
        } else if (frame instanceof Http2DataFrame data) {
            receiveData(ctx, data);
        } else {
            ReferenceCountUtil.release(frame);
        }
    }

    private void receiveHeaders(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        Http2Headers headers = frame.headers();
        if (receiving == Receiving.HEAD) {
            pass(ctx, head(headers, frame.isEndStream()));
        } else if (frame.isEndStream() && headers.status() == null) {
            receiveEnd(ctx, lines(headers));
        } else {
            pass(ctx, null);
        }
    }

    /** The head in HTTP/1.1; null if it cannot be one. */
    private @Nullable String head(Http2Headers headers, boolean ends) {
        String status = String.valueOf(headers.status());
        String lines = lines(headers);
        if (!status.matches("[1-5][0-9][0-9]") || lines == null || status.equals("101")) {
            return null;
        }
        String start = "HTTP/1.1 " + status + " \r\n" + lines;
        if (status.charAt(0) == '1') {
            return ends ? null : start + "\r\n";
        }
        CharSequence length = headers.get("content-length");
        if (ends) {
            receiving = Receiving.DONE;
            boolean bare = length != null || status.equals("204") || status.equals("304") || request.isHead();
            return start + (bare ? "" : "Content-Length: 0\r\n") + "Connection: close\r\n\r\n";
        }
        if (length == null) {
            receiving = Receiving.CHUNKS;
            return start + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
        }
        receiving = Receiving.LENGTH;
        String digits = length.toString();
        missing = digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
        return start + "Connection: close\r\n\r\n";
    }

    /** The fields as lines; null if one holds what would end its line. */
    private static @Nullable String lines(Http2Headers headers) {
        StringBuilder lines = new StringBuilder();
        for (Map.Entry<CharSequence, CharSequence> field : headers) {
            String name = field.getKey().toString();
            String value = field.getValue().toString();
            if (name.startsWith(":") || NOT_PASSED.contains(name)) {
                continue;
            }
            if (!name.matches("[!#$%&'*+.^_`|~0-9a-z-]+") || !value.matches("[\\t -~\\x80-\\xff]*")) {
                return null;
            }
            lines.append(name).append(": ").append(value).append("\r\n");
        }
        return lines.toString();
    }

    private void receiveData(ChannelHandlerContext ctx, Http2DataFrame frame) {
        ByteBuf data = frame.content();
        int length = data.readableBytes();
        if (receiving == Receiving.CHUNKS && length > 0) {
            ctx.fireChannelRead(Unpooled.copiedBuffer(Integer.toHexString(length) + "\r\n", US_ASCII));
            ctx.fireChannelRead(data);
            ctx.fireChannelRead(Unpooled.copiedBuffer("\r\n", US_ASCII));
        } else if (receiving == Receiving.LENGTH && length > 0) {
            missing -= length;
            ctx.fireChannelRead(data);
        } else {
            frame.release();
        }
        if (frame.isEndStream()) {
            receiveEnd(ctx, "");
        }
    }

    private void receiveEnd(ChannelHandlerContext ctx, @Nullable String trailers) {
        if (receiving == Receiving.CHUNKS) {
            pass(ctx, trailers == null ? null : "0\r\n" + trailers + "\r\n");
        } else if (receiving == Receiving.LENGTH && missing > 0) {
            Outbox.close(ctx.channel());
        }
        receiving = Receiving.DONE;
    }

    /** @param text null for what HTTP/1.1 has no words for, which the reader is to take for garbage */
    private static void pass(ChannelHandlerContext ctx, @Nullable String text) {
        ctx.fireChannelRead(Unpooled.copiedBuffer(text == null ? "\0" : text, text == null ? US_ASCII : ISO_8859_1));
    }

    /** A reset after the whole response is how a server says that it needs no more of the request. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof Http2ResetFrame && receiving != Receiving.DONE) {
            receiving = Receiving.DONE;
            Outbox.close(ctx.channel());
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        drop();
    }

    private void drop() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
