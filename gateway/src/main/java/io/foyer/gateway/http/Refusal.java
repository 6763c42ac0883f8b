package io.foyer.gateway.http;

/**
 * Why a message was refused. After any of these the rest of the connection cannot be trusted: answer {@link #status()}
 * (502 when it was the shop's response) and close.
 */
public enum Refusal {
    BAD_METHOD(400, "request line does not start with a method", "RFC 9112 3"),
    METHOD_UNKNOWN(501, "method is not one of upper-case letters", "RFC 9110 9.1"),
    CONNECT(501, "CONNECT is for forward proxies", "RFC 9110 9.3.6"),
    TRACE(501, "TRACE would reflect cookies", "RFC 9110 9.3.8"),
    BAD_TARGET(400, "request target has a byte that is not allowed", "RFC 9112 3.2"),
    TARGET_FORM(400, "request target is neither a path nor an http URL", "RFC 9112 3.2"),
    ASTERISK(400, "a target of * names no shop page", "RFC 9112 3.2.4"),
    AUTHORITY_MISMATCH(400, "target and Host name different hosts", "RFC 9112 3.2.2"),
    BAD_REQUEST_LINE(400, "request line is not method, target, version", "RFC 9112 3"),
    BAD_VERSION(400, "version is not HTTP/x.y", "RFC 9112 2.3"),
    VERSION_UNSUPPORTED(505, "version is neither 1.0 nor 1.1", "RFC 9110 15.6.6"),
    HTTP2_PREFACE(505, "HTTP/2 is not spoken on this listener", "RFC 9113 3.4"),
    LINE_TOO_LONG(414, "request line is too long", "RFC 9112 3"),

    BARE_LF(400, "line ends with LF only", "RFC 9112 2.2"),
    BARE_CR(400, "CR without LF", "RFC 9112 2.2"),
    OBS_FOLD(400, "line starts with white space", "RFC 9112 5.2"),
    SPACE_BEFORE_COLON(400, "white space before the colon", "RFC 9112 5.1"),
    FIELD_NAME(400, "header name has a byte that is not allowed", "RFC 9110 5.1"),
    FIELD_VALUE(400, "header value has a control byte", "RFC 9110 5.5"),
    FIELD_TOO_LONG(431, "header line is too long", "RFC 6585 5"),
    HEAD_TOO_LARGE(431, "headers are too large", "RFC 6585 5"),
    TOO_MANY_FIELDS(431, "too many headers", "RFC 6585 5"),

    HOST_MISSING(400, "Host is missing", "RFC 9112 3.2"),
    HOST_DUPLICATE(400, "more than one Host", "RFC 9112 3.2"),
    HOST_INVALID(400, "Host is not host[:port]", "RFC 9110 7.2"),
    CONTENT_LENGTH_INVALID(400, "Content-Length is not a number", "RFC 9112 6.3"),
    CONTENT_LENGTH_DUPLICATE(400, "more than one Content-Length", "RFC 9112 6.3"),
    LENGTH_AND_CODING(400, "Content-Length and Transfer-Encoding", "RFC 9112 6.3"),
    CODING_IN_1_0(400, "Transfer-Encoding in HTTP/1.0", "RFC 9112 6.1"),
    CODING_NOT_FINAL(400, "Transfer-Encoding does not end in one chunked", "RFC 9112 6.3"),
    CODING_UNSUPPORTED(501, "Transfer-Encoding other than chunked", "RFC 9112 6.1"),
    CONNECTION_INVALID(400, "Connection is not a list of names", "RFC 9110 7.6.1"),
    EXPECTATION(417, "Expect other than 100-continue", "RFC 9110 10.1.1"),

    PATH_ESCAPE(400, "path has a % that is no escape", "RFC 3986 2.1"),
    PATH_CONTROL(400, "path has an escaped control byte", "RFC 3986 7.3"),
    PATH_SLASH(400, "path has a backslash or an escaped slash", "RFC 3986 7.3, CVE-2021-41773"),
    PATH_DOUBLE_ESCAPE(400, "path is escaped twice", "RFC 3986 2.4, CVE-2021-42013"),
    PATH_OVERLONG(400, "path has an overlong UTF-8 sequence", "RFC 3629 10, CVE-2000-0884"),
    PATH_DOTS(400, "path has hidden dot segments", "RFC 3986 6.2.2.3, CVE-2018-11759"),
    PATH_PARAMETERS(400, "path has a segment of parameters only", "RFC 3986 3.3, CVE-2020-17523"),

    BAD_STATUS_LINE(502, "response does not start with a status line", "RFC 9112 4"),
    UNASKED_SWITCH(502, "101 that nobody asked for", "RFC 9110 15.2.2"),

    CHUNK_SIZE(400, "chunk size is not a hex number", "RFC 9112 7.1, CVE-2025-58056"),
    CHUNK_EXTENSION(400, "chunk extension is too long or has control bytes", "RFC 9112 7.1.1, CVE-2026-33870"),
    CHUNK_END(400, "chunk is not followed by CRLF", "RFC 9112 7.1");

    private final int status;
    private final String reason;
    private final String source;

    Refusal(int status, String reason, String source) {
        this.status = status;
        this.reason = reason;
        this.source = source;
    }

    /** The status to answer a buyer's request with. */
    public int status() {
        return status;
    }

    /** A fixed text that holds nothing of what was sent. */
    public String reason() {
        return reason;
    }

    /** The rule's origin: an RFC section, sometimes with the advisory that shows why it matters. */
    public String source() {
        return source;
    }
}
