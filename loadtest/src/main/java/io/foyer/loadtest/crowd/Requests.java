package io.foyer.loadtest.crowd;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The requests of a buyer, with the headers that a browser or a plain client would send. */
final class Requests {
    private static final String HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private Requests() {}

    static FullHttpRequest page(URI target, String path, Credentials credentials) {
        return request(target, HttpMethod.GET, path, HTML, credentials);
    }

    static FullHttpRequest json(URI target, String path, Credentials credentials) {
        return request(target, HttpMethod.GET, path, JSON, credentials);
    }

    static FullHttpRequest form(URI target, String path, String body, Credentials credentials) {
        FullHttpRequest request = request(target, HttpMethod.POST, path, HTML, credentials);
        request.headers()
                .set(HttpHeaderNames.ORIGIN, origin(target))
                .set("Sec-Fetch-Site", "same-origin")
                .set(HttpHeaderNames.CONTENT_TYPE, FORM)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length());
        return request.replace(Unpooled.copiedBuffer(body, StandardCharsets.US_ASCII));
    }

    private static FullHttpRequest request(
            URI target, HttpMethod method, String path, String accept, Credentials credentials) {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path, Unpooled.EMPTY_BUFFER);
        request.headers()
                .set(HttpHeaderNames.HOST, target.getAuthority())
                .set(HttpHeaderNames.USER_AGENT, "foyer-crowd")
                .set(HttpHeaderNames.ACCEPT, accept)
                .set(HttpHeaderNames.ACCEPT_LANGUAGE, "en");
        credentials.addTo(request.headers());
        return request;
    }

    private static String origin(URI target) {
        return target.getScheme() + "://" + target.getAuthority();
    }
}
