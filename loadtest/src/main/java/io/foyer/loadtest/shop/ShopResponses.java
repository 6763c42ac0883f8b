package io.foyer.loadtest.shop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** Complete responses with a length and a type. */
final class ShopResponses {
    private ShopResponses() {}

    static FullHttpResponse html(HttpResponseStatus status, String body) {
        FullHttpResponse response = of(status, "text/html; charset=utf-8", body);
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return response;
    }

    static FullHttpResponse css(String body) {
        FullHttpResponse response = of(HttpResponseStatus.OK, "text/css; charset=utf-8", body);
        response.headers().set(HttpHeaderNames.CACHE_CONTROL, "max-age=60");
        return response;
    }

    static FullHttpResponse json(String body) {
        return of(HttpResponseStatus.OK, "application/json", body);
    }

    static FullHttpResponse text(HttpResponseStatus status, String body) {
        return of(status, "text/plain; charset=utf-8", body);
    }

    static FullHttpResponse seeOther(String location) {
        FullHttpResponse response = of(HttpResponseStatus.SEE_OTHER, "text/plain", "");
        response.headers().set(HttpHeaderNames.LOCATION, location);
        return response;
    }

    private static FullHttpResponse of(HttpResponseStatus status, String type, String body) {
        ByteBuf bytes = Unpooled.copiedBuffer(body, StandardCharsets.UTF_8);
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, bytes);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, type)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, bytes.readableBytes());
        return response;
    }
}
