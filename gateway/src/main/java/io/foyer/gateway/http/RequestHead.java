package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A request's head. One object a connection, refilled by {@link RequestHeadParser}; everything it gives (but Strings)
 * is valid until the next parse. Routes are matched on {@link #path()} or its bytes, never on the raw target; see
 * {@link CanonicalPath} for how it relates to {@link #target()}, which the shop is asked for.
 */
public final class RequestHead extends MessageHead {
    final CanonicalPath canonical = new CanonicalPath();
    final Authority authority = new Authority();
    final TraceContext trace = new TraceContext();

    String method = "";
    int methodEnd;
    /** The raw target without scheme and authority. */
    int targetStart;

    int pathEnd;
    int targetEnd;
    /** Whether the raw path is its own canonical form; otherwise {@link #canonical} has it. */
    boolean plainPath;

    boolean expectContinue;
    private final FieldsBefore before = new FieldsBefore();
    private final CookiePairs cookies = new CookiePairs();
    private boolean http2;
    private boolean upgrade;
    private String path = "";
    private boolean pathMade;
    /** In bytes, once it is complete; 0 before, and when it is refused. */
    private int length;

    /** Receives the place of a cookie's value; the array is read only and valid until the next parse. */
    @FunctionalInterface
    public interface CookieVisitor {
        void cookie(byte[] array, int start, int end);
    }

    /** In upper case; an interned String for the registered methods. */
    public String method() {
        return method;
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** The canonical path for matching: parameters ({@code ;...}) stripped. Made when asked for, and again only for another path. */
    public String path() {
        if (!pathMade) {
            pathMade = true;
            if (!Grammar.isExactly(pathBytes(), pathStart(), pathEnd(), path)) {
                path = new String(pathBytes(), pathStart(), pathEnd() - pathStart(), US_ASCII);
            }
        }
        return path;
    }

    /** The array that holds {@link #path()} between {@link #pathStart()} and {@link #pathEnd()}; ASCII, read only. */
    public byte[] pathBytes() {
        return plainPath ? bytes : canonical.matched();
    }

    public int pathStart() {
        return plainPath ? targetStart : 0;
    }

    public int pathEnd() {
        return plainPath ? pathEnd : canonical.matchedLength();
    }

    /** The raw query without its "?", or null when there is none. */
    public @Nullable String query() {
        return pathEnd == targetEnd ? null : text(pathEnd + 1, targetEnd);
    }

    /** What the shop is asked for: canonical path with its parameters, and the raw query. */
    public String target() {
        if (plainPath) {
            return text(targetStart, targetEnd);
        }
        return canonical.forwardedText() + text(pathEnd, targetEnd);
    }

    /** Lower-case host without port and without a trailing dot; an IPv6 literal keeps its brackets. */
    public String host() {
        return authority.host();
    }

    /** {@link #host()} with the port that was given, if any: what the shop gets as Host. */
    public String authority() {
        return authority.text();
    }

    /** The trace that the request belongs to, if it does. */
    public TraceContext trace() {
        return trace;
    }

    /** Whether the buyer waits for a 100 before it sends the body. */
    public boolean expectContinue() {
        return expectContinue;
    }

    /** Whether another protocol was asked for; an HTTP/1.0 request cannot (RFC 9110 section 7.8). */
    public boolean upgradeRequested() {
        return upgrade && connectionUpgrade() && versionMinor == 1;
    }

    /** In the words of the log: {@code HTTP/1.1} and its kin. */
    public String protocol() {
        if (http2) {
            return "HTTP/2";
        }
        return versionMinor == 0 ? "HTTP/1.0" : "HTTP/1.1";
    }

    /** Whether it came over HTTP/2, and was put into the words of HTTP/1.1 for the parser. */
    public boolean isHttp2() {
        return http2;
    }

    /** Says so, until the next parse. */
    public void cameOverHttp2() {
        http2 = true;
    }

    /** Which of the protocols the request asks to change to, by GET and without a body; null for none of them. */
    public @Nullable String upgradeAmong(Collection<String> protocols) {
        if (!upgradeRequested() || !method.equals("GET") || hasBody()) {
            return null;
        }
        for (String protocol : protocols) {
            for (int i = 0; i < headerCount(); i++) {
                if (kind(i) == Field.UPGRADE && Grammar.lists(bytes, valueStart(i), valueEnd(i), protocol)) {
                    return protocol;
                }
            }
        }
        return null;
    }

    /** Visits the values of all cookies of that name, in order, over all Cookie fields; allocates nothing. */
    public void visitCookies(AsciiString name, CookieVisitor visitor) {
        cookies.visit(this, name, visitor);
    }

    /** Makes ready for the next head. What the fields of this one say is kept until {@link #beginFields}. */
    void begin() {
        bytes = before.take(this);
        filled = 0;
        length = 0;
        pathMade = false;
        http2 = false;
    }

    /** It is complete and good, and has that many bytes. */
    void end(int itsLength) {
        length = itsLength;
    }

    int length() {
        return length;
    }

    /** Whether this very head comes again, as those of polls do: then it is ready for the next request. */
    boolean isAgain(ByteBuf in) {
        int start = in.readerIndex();
        if (length == 0 || in.readableBytes() < length || in.getByte(start + length - 1) != Grammar.LF) {
            return false;
        }
        // Compared as a whole: byte by byte, a buffer would check each access.
        byte[] came = HeadBytes.scratch(length);
        in.getBytes(start, came, 0, length);
        boolean again = Arrays.equals(came, 0, length, bytes, 0, length);
        if (again) {
            http2 = false;
            trace.repeat();
        }
        return again;
    }

    /**
     * The request line is complete, and the fields start there.
     *
     * @return where to read on: behind the fields if they are those of the head before, for then all that was read from them stands
     */
    int beginFields(int start) {
        if (!before.areAt(start, this)) {
            clearFields();
            fieldsStart = start;
            return start;
        }
        int end = start + before.length();
        fieldsStart = start;
        fieldsEnd = end - Grammar.LINE_END_BYTES;
        trace.repeat();
        return end;
    }

    @Override
    void clearFields() {
        super.clearFields();
        cookies.clear();
        trace.clear();
        expectContinue = false;
        upgrade = false;
    }

    /** Judges the fields together once all are there. */
    @Nullable
    Refusal finish() {
        boolean hosted = false;
        for (int i = 0; i < headerCount(); i++) {
            Refusal refusal = null;
            switch (kind(i)) {
                case HOST -> {
                    refusal = hosted ? Refusal.HOST_DUPLICATE : authority.take(bytes, valueStart(i), valueEnd(i));
                    hosted = true;
                }
                case EXPECT -> refusal = takeExpect(i);
                case UPGRADE -> upgrade = true;
                case TRACEPARENT -> trace.take(bytes, valueStart(i), valueEnd(i));
                default -> refusal = takeFraming(i);
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return hosted ? null : Refusal.HOST_MISSING;
    }

    /** A server must ignore the expectation of HTTP/1.0 (RFC 9110 section 10.1.1). */
    private @Nullable Refusal takeExpect(int index) {
        if (!Grammar.isText(bytes, valueStart(index), valueEnd(index), "100-continue")) {
            return Refusal.EXPECTATION;
        }
        expectContinue = versionMinor == 1;
        return null;
    }

    /** In absolute form the target's authority counts; it may only repeat the Host (RFC 9112 section 3.2.2). */
    @Nullable
    Refusal targetAuthority() {
        int start = methodEnd + 1;
        if (start == targetStart) {
            return null;
        }
        int authorityStart = start + (Grammar.lower(bytes[start + 4]) == 's' ? 8 : 7);
        return authority.isSame(bytes, authorityStart, targetStart) ? null : Refusal.AUTHORITY_MISMATCH;
    }
}
