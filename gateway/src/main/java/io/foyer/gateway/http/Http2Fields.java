package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one HTTP/2 header block, and the HTTP/1.1 head that says the same. What HTTP/2 forbids is found here; the head
 * is then read by {@link RequestHeadParser}, so that one set of rules judges paths, hosts and fields of all requests. No field
 * can end its line: that is checked before it becomes one. One a connection; {@link #clear()} starts the next block. Clients mostly
 * repeat their fields, all but the pseudo-fields: as long as they do, what was made of those before stands.
 */
public final class Http2Fields {
    private static final byte[] VERSION = " HTTP/1.1\r\nHost: ".getBytes(US_ASCII);
    private static final byte[] COOKIE = "cookie: ".getBytes(US_ASCII);
    private static final byte[] CHUNKED = "transfer-encoding: chunked\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] NO_BODY = "content-length: 0\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final int LENGTH_DIGITS_MAX = 18;

    private final Bytes lines = new Bytes();
    private final Bytes cookies = new Bytes();
    private final Bytes head = new Bytes();
    private ByteBuf text = Unpooled.wrappedBuffer(head.array);
    private final RepeatedList repeated = new RepeatedList();
    private @Nullable AsciiString method;
    private @Nullable AsciiString scheme;
    private @Nullable AsciiString path;
    private @Nullable AsciiString authority;
    private @Nullable AsciiString host;
    private @Nullable Malformed fault;
    private boolean regular;
    private boolean sized;
    private long length;

    /** Whether a body follows the fields. */
    public enum Body {
        NONE,
        FOLLOWS
    }

    public void clear() {
        if (fault != null) {
            repeated.forget();
            clearRegular();
        }
        repeated.restart();
        method = null;
        scheme = null;
        path = null;
        authority = null;
        fault = null;
        regular = false;
    }

    /** Forgets what was made of the fields that are not pseudo-fields. */
    private void clearRegular() {
        lines.length = 0;
        cookies.length = 0;
        host = null;
        sized = false;
        length = 0;
    }

    public void add(AsciiString name, AsciiString value) {
        if (fault == null) {
            fault = name.isEmpty() ? Malformed.NAME : take(name, value);
        }
    }

    /** Whether the length of the body is stated, as {@link #contentLength()}. */
    public boolean hasContentLength() {
        return sized;
    }

    public long contentLength() {
        return length;
    }

    /** What is wrong with them as a request's; null when {@link #head} may be called. */
    public @Nullable Malformed requestFault(Body body) {
        end();
        if (fault != null) {
            return fault;
        }
        AsciiString verb = method;
        if (verb == null) {
            return Malformed.PSEUDO_MISSING;
        }
        if (CONNECT.contentEquals(verb)) {
            return scheme != null || path != null || authority == null ? Malformed.CONNECT : null;
        }
        if (scheme == null || path == null) {
            return Malformed.PSEUDO_MISSING;
        }
        if (host != null && authority != null && !authority.contentEqualsIgnoreCase(host)) {
            return Malformed.AUTHORITY;
        }
        return body == Body.NONE && length > 0 ? Malformed.LENGTH : null;
    }

    /** What is wrong with them as trailers; null when {@link #trailers()} may be called. */
    public @Nullable Malformed trailersFault() {
        end();
        if (fault != null) {
            return fault;
        }
        boolean pseudo = method != null || scheme != null || path != null || authority != null;
        return pseudo ? Malformed.PSEUDO_IN_TRAILERS : null;
    }

    /** The head in HTTP/1.1, over an array that the next call fills anew. */
    public ByteBuf head(Body body) {
        head.length = 0;
        AsciiString verb = method == null ? AsciiString.EMPTY_STRING : method;
        head.add(verb);
        head.add(' ');
        head.add(path != null ? path : authority);
        head.add(VERSION);
        head.add(authority != null ? authority : host);
        head.add(CRLF);
        head.add(lines);
        if (cookies.length > 0) {
            head.add(COOKIE);
            head.add(cookies);
            head.add(CRLF);
        }
        if (body == Body.FOLLOWS && !sized) {
            head.add(CHUNKED);
        } else {
            // Many shops want a length with these methods (RFC 9110 section 8.6).
            boolean stated = sized || !(verb.contentEquals("POST") || verb.contentEquals("PUT"));
            head.add(stated ? CRLF : NO_BODY);
        }
        return headText();
    }

    /** The fields as the end of a chunked body in HTTP/1.1, for {@link ChunkedDecoder}. */
    public ByteBuf trailers() {
        head.length = 0;
        head.add('0');
        head.add(CRLF);
        head.add(lines);
        head.add(CRLF);
        return headText();
    }

    private ByteBuf headText() {
        if (text.array() != head.array) {
            text = Unpooled.wrappedBuffer(head.array);
        }
        return text.setIndex(0, head.length);
    }

    private @Nullable Malformed take(AsciiString name, AsciiString value) {
        if (name.byteAt(0) == ':') {
            return regular ? Malformed.PSEUDO_LATE : takePseudo(name, value);
        }
        regular = true;
        if (repeated.goesOn(name, value)) {
            return null;
        }
        differ();
        repeated.add(name, value);
        return takeRegular(name, value);
    }

    /** The block is complete. */
    private void end() {
        if (repeated.isShort()) {
            differ();
        }
    }

    /** What was made of the block before does not stand as a whole: makes it anew of the fields that came again, which have no fault. */
    private void differ() {
        if (!repeated.isRepeating()) {
            return;
        }
        clearRegular();
        repeated.cut();
        for (int i = 0; i < repeated.size(); i++) {
            takeRegular(repeated.name(i), repeated.value(i));
        }
    }

    private @Nullable Malformed takeRegular(AsciiString name, AsciiString value) {
        if (!isName(name)) {
            return Malformed.NAME;
        }
        if (!isValue(value)) {
            return Malformed.VALUE;
        }
        return switch (Field.of(name.toString().hashCode(), name.array(), name.arrayOffset(), end(name))) {
            case CONNECTION, KEEP_ALIVE, TRANSFER_ENCODING, UPGRADE -> Malformed.CONNECTION_FIELD;
            case PROXY -> name.contentEquals("proxy-connection") ? Malformed.CONNECTION_FIELD : line(name, value);
            case TE -> value.contentEqualsIgnoreCase("trailers") ? line(name, value) : Malformed.TE;
            case HOST -> takeHost(value);
            case COOKIE -> takeCookie(value);
            case CONTENT_LENGTH -> takeLength(name, value);
            default -> line(name, value);
        };
    }

    private @Nullable Malformed takePseudo(AsciiString name, AsciiString value) {
        if (!isValue(value)) {
            return Malformed.VALUE;
        }
        switch (name.toString()) {
            case ":method" -> {
                Malformed twice = method == null ? null : Malformed.PSEUDO_TWICE;
                method = value;
                return isToken(value) ? twice : Malformed.METHOD;
            }
            case ":scheme" -> {
                Malformed twice = scheme == null ? null : Malformed.PSEUDO_TWICE;
                scheme = value;
                return value.contentEquals("https") || value.contentEquals("http") ? twice : Malformed.SCHEME;
            }
            case ":path" -> {
                Malformed twice = path == null ? null : Malformed.PSEUDO_TWICE;
                path = value;
                return isTarget(value) ? twice : Malformed.PATH;
            }
            case ":authority" -> {
                Malformed twice = authority == null ? null : Malformed.PSEUDO_TWICE;
                authority = value;
                return twice;
            }
            default -> {
                return Malformed.PSEUDO_UNKNOWN;
            }
        }
    }

    private @Nullable Malformed takeHost(AsciiString value) {
        Malformed twice = host == null ? null : Malformed.AUTHORITY;
        host = value;
        return twice;
    }

    /** Crumbs become one field again (RFC 9113 section 8.2.3). */
    private @Nullable Malformed takeCookie(AsciiString value) {
        if (cookies.length > 0) {
            cookies.add(';');
            cookies.add(' ');
        }
        cookies.add(value);
        return null;
    }

    private @Nullable Malformed takeLength(AsciiString name, AsciiString value) {
        if (sized || value.isEmpty() || value.length() > LENGTH_DIGITS_MAX) {
            return Malformed.LENGTH;
        }
        for (int i = 0; i < value.length(); i++) {
            int digit = value.byteAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Malformed.LENGTH;
            }
            length = 10 * length + digit;
        }
        sized = true;
        return line(name, value);
    }

    private @Nullable Malformed line(AsciiString name, AsciiString value) {
        lines.add(name);
        lines.add(':');
        lines.add(' ');
        lines.add(value);
        lines.add(CRLF);
        return null;
    }

    /** Lower case, and no byte that could end the name; the head parser knows which others make no name. */
    private static boolean isName(AsciiString name) {
        for (int i = 0; i < name.length(); i++) {
            byte c = name.byteAt(i);
            if (c <= ' ' || c == 0x7f || c == ':' || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValue(AsciiString value) {
        for (int i = 0; i < value.length(); i++) {
            byte c = value.byteAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                return false;
            }
        }
        int last = value.length() - 1;
        return last < 0 || !(Grammar.isSpace(value.byteAt(0)) || Grammar.isSpace(value.byteAt(last)));
    }

    private static boolean isToken(AsciiString value) {
        for (int i = 0; i < value.length(); i++) {
            if (Grammar.NAME[value.byteAt(i) & 0xff] == 0) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    /** Begins as a path does, or is the asterisk; nothing in it could end the request line's target. */
    private static boolean isTarget(AsciiString value) {
        for (int i = 0; i < value.length(); i++) {
            if (Grammar.TARGET[value.byteAt(i) & 0xff] == Grammar.BAD) {
                return false;
            }
        }
        return value.contentEquals("*") || (!value.isEmpty() && value.byteAt(0) == '/');
    }

    private static int end(AsciiString text) {
        return text.arrayOffset() + text.length();
    }

    private static final class Bytes {
        private byte[] array = new byte[512];
        private int length;

        private void add(@Nullable AsciiString text) {
            if (text != null) {
                add(text.array(), text.arrayOffset(), text.length());
            }
        }

        private void add(byte[] bytes) {
            add(bytes, 0, bytes.length);
        }

        private void add(Bytes bytes) {
            add(bytes.array, 0, bytes.length);
        }

        private void add(char c) {
            room(1);
            array[length++] = (byte) c;
        }

        private void add(byte[] bytes, int start, int count) {
            room(count);
            System.arraycopy(bytes, start, array, length, count);
            length += count;
        }

        private void room(int count) {
            if (length + count > array.length) {
                array = Arrays.copyOf(array, Math.max(length + count, 2 * array.length));
            }
        }
    }
}
