package io.foyer.gateway.http;

/** Heads of requests for tests outside this package. */
public final class Requests {
    private Requests() {}

    /** @param lines the request line and the header fields */
    public static RequestHead head(String... lines) {
        return Wire.request(Wire.head(lines));
    }

    public static RequestHead to(String method, String path) {
        return head(method + " " + path + " HTTP/1.1", "Host: shop.example");
    }
}
