package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How Netty's decoders read messages: a second opinion on those that we accept. */
final class NettyReader {
    /** Follows a body, to show where Netty ends it. */
    static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

    private NettyReader() {}

    /** Netty's reading of a head, or null when it has none or says that it is broken. */
    static @Nullable HttpRequest request(String wire) {
        return head(new HttpRequestDecoder(new HttpDecoderConfig()), wire, HttpRequest.class);
    }

    static @Nullable HttpResponse response(String wire) {
        return head(new HttpResponseDecoder(new HttpDecoderConfig()), wire, HttpResponse.class);
    }

    static void assertSame(String as, RequestHead ours, @Nullable HttpRequest netty) {
        assertThat(netty).as("we accept what Netty refuses, " + as).isNotNull();
        assertThat(netty.method().name()).as(as).isEqualTo(ours.method());
        assertSameMessage(as, ours, netty);
    }

    static void assertSame(String as, ResponseHead ours, @Nullable HttpResponse netty) {
        assertThat(netty).as("we accept what Netty refuses, " + as).isNotNull();
        assertThat(netty.status().code()).as(as).isEqualTo(ours.status());
        // Where no body can be Netty leaves this field out.
        List<String> fields = fields(netty);
        fields.removeIf(NettyReader::isCoding);
        List<String> oursWithout = new ArrayList<>(Wire.fields(ours));
        oursWithout.removeIf(NettyReader::isCoding);
        assertThat(oursWithout).as(as).isEqualTo(fields);
    }

    private static boolean isCoding(String field) {
        return field.toLowerCase(Locale.ROOT).startsWith("transfer-encoding:");
    }

    private static void assertSameMessage(String as, MessageHead ours, HttpMessage netty) {
        assertThat(netty.protocolVersion().minorVersion()).as(as).isEqualTo(ours.versionMinor());
        assertThat(Wire.fields(ours)).as(as).isEqualTo(fields(netty));
        assertThat(ours.bodyKind() == BodyKind.CHUNKED).as(as).isEqualTo(HttpUtil.isTransferEncodingChunked(netty));
        assertThat(ours.contentLength()).as(as).isEqualTo(HttpUtil.getContentLength(netty, 0L));
        assertThat(ours.keepAlive()).as(as).isEqualTo(HttpUtil.isKeepAlive(netty));
    }

    private static List<String> fields(HttpMessage netty) {
        List<String> fields = new ArrayList<>();
        netty.headers().forEach(field -> fields.add(field.getKey() + ": " + field.getValue()));
        return fields;
    }

    private static <T extends HttpMessage> @Nullable T head(HttpObjectDecoder decoder, String wire, Class<T> type) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.writeInbound(Wire.bytes(wire));
        T found = null;
        Object message;
        while ((message = channel.readInbound()) != null) {
            if (found == null
                    && type.isInstance(message)
                    && ((HttpMessage) message).decoderResult().isSuccess()) {
                found = type.cast(message);
            }
            ReferenceCountUtil.release(message);
        }
        channel.finishAndReleaseAll();
        return found;
    }

    /** Data, trailers and what follows a chunked body, in the words of {@code ChunkedDecoderTest.read}. */
    static String body(String wire) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(new HttpDecoderConfig()));
        channel.writeInbound(
                Wire.bytes("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + wire + NEXT));
        StringBuilder told = new StringBuilder();
        boolean ended = false;
        Object message;
        while ((message = channel.readInbound()) != null) {
            if (!((HttpObject) message).decoderResult().isSuccess()) {
                told.append(" broken");
            } else if (!ended && message instanceof HttpContent content) {
                told.append(content.content().toString(ISO_8859_1));
                if (content instanceof LastHttpContent last) {
                    ended = true;
                    List<String> trailers = new ArrayList<>();
                    last.trailingHeaders().forEach(field -> trailers.add(field.getKey() + ": " + field.getValue()));
                    told.append(trailers);
                }
            } else if (message instanceof HttpRequest next && next.uri().equals("/next")) {
                told.append(" then ").append(NEXT.length());
            }
            ReferenceCountUtil.release(message);
        }
        channel.finishAndReleaseAll();
        return told.toString();
    }
}
