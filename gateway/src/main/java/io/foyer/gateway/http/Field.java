package io.foyer.gateway.http;

import java.util.Locale;

/** The header fields that the gateway treats in a way of its own; all others are {@link #OTHER}. */
enum Field {
    OTHER,
    /** A name with bytes that CGI-like shops read as a hyphen, such as {@code Foyer_Shop}. */
    ODD_NAME,
    /** Any {@code Foyer-}, {@code X-Forwarded-} or {@code Proxy-} field that has no constant, and {@code Proxy}. */
    FOYER,
    X_FORWARDED,
    PROXY,
    HOST,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    CONNECTION,
    KEEP_ALIVE,
    TE,
    TRAILER,
    UPGRADE,
    HTTP2_SETTINGS,
    EXPECT,
    COOKIE,
    AUTHORIZATION,
    FORWARDED,
    X_REAL_IP,
    /** These make some frameworks see another path or method than the one that was routed. */
    X_ORIGINAL_URL,
    X_REWRITE_URL,
    X_HTTP_METHOD,
    X_HTTP_METHOD_OVERRIDE,
    X_METHOD_OVERRIDE,
    /** It would send buyers around the gateway. */
    ALT_SVC,
    /** The trace a request belongs to; ours to write. */
    TRACEPARENT,
    TRACESTATE,
    FOYER_ORDER,
    FOYER_SESSION,
    /** Not allowed in trailers (RFC 9110 section 6.5.1), otherwise ordinary. */
    SET_COOKIE,
    CACHE_CONTROL,
    CONTENT_ENCODING,
    CONTENT_RANGE,
    CONTENT_TYPE,
    LOCATION,
    WWW_AUTHENTICATE;

    private static final int FIRST_NAMED = HOST.ordinal();
    private static final Field[] TABLE = new Field[256];

    private final FieldName name = new FieldName(name().toLowerCase(Locale.ROOT).replace('_', '-'));

    static {
        for (Field field : values()) {
            if (field.ordinal() >= FIRST_NAMED) {
                int slot = slot(field.name.hash());
                while (TABLE[slot] != null) {
                    slot = (slot + 1) & (TABLE.length - 1);
                }
                TABLE[slot] = field;
            }
        }
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 8)) & (TABLE.length - 1);
    }

    /** @param hash {@link String#hashCode()} of the lower-case name */
    static Field of(int hash, byte[] bytes, int start, int end) {
        for (int slot = slot(hash); TABLE[slot] != null; slot = (slot + 1) & (TABLE.length - 1)) {
            if (TABLE[slot].name.isAt(bytes, start, end)) {
                return TABLE[slot];
            }
        }
        return switch (bytes[start]) {
            case 'f', 'F' -> Grammar.startsWith(bytes, start, end, "foyer-") ? FOYER : OTHER;
            case 'x', 'X' -> Grammar.startsWith(bytes, start, end, "x-forwarded-") ? X_FORWARDED : OTHER;
            case 'p', 'P' -> isProxy(bytes, start, end) ? PROXY : OTHER;
            default -> OTHER;
        };
    }

    /** {@code Proxy} itself becomes the variable HTTP_PROXY in CGI-like shops (CVE-2016-5385). */
    private static boolean isProxy(byte[] bytes, int start, int end) {
        return Grammar.startsWith(bytes, start, end, "proxy-") || Grammar.isText(bytes, start, end, "proxy");
    }
}
