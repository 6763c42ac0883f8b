package io.foyer.gateway.http;

import static io.foyer.gateway.http.Grammar.CR;
import static io.foyer.gateway.http.Grammar.LF;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads the shop's response heads, as strictly as requests: what two readers could frame differently is refused, which
 * is a 502 for the buyer. The contract on buffers is that of {@link RequestHeadParser}; an interim response is a head of
 * its own.
 */
public final class ResponseHeadParser {
    private static final String START = "HTTP/1.x ";
    private static final int REASON = START.length() + 4;

    private final FieldParser fields;
    private boolean inFields;
    private boolean started;

    public ResponseHeadParser(HeadLimits limits) {
        fields = new FieldParser(limits);
    }

    /**
     * Reads on.
     *
     * @param requestMethod the method that is answered: a response to HEAD has no body
     */
    public ParseResult parse(ByteBuf in, ResponseHead head, String requestMethod) {
        if (fields.refusal != null) {
            return ParseResult.REFUSED;
        }
        if (!started) {
            head.clear();
            started = true;
        }
        fields.fill(in, head);
        ParseResult result = inFields ? ParseResult.COMPLETE : statusLine(head);
        if (result == ParseResult.COMPLETE) {
            inFields = true;
            result = fields.parse(head);
        }
        return result == ParseResult.COMPLETE ? finish(in, head, requestMethod) : result;
    }

    /** Why the last parse was {@link ParseResult#REFUSED}; null otherwise. */
    public @Nullable Refusal refusal() {
        return fields.refusal;
    }

    private ParseResult finish(ByteBuf in, ResponseHead head, String requestMethod) {
        Refusal refusal = head.finish(requestMethod);
        if (refusal != null) {
            return fields.refuse(refusal);
        }
        in.skipBytes(fields.position);
        fields.reset();
        inFields = false;
        started = false;
        return ParseResult.COMPLETE;
    }

    /** {@code HTTP-version SP 3DIGIT SP [ reason-phrase ] CRLF} (RFC 9112 section 4). */
    private ParseResult statusLine(ResponseHead head) {
        byte[] bytes = head.bytes;
        int limit = fields.lineLimit(head, 0);
        for (int p = 0; p < Math.min(REASON, limit); p++) {
            if (!isExpected(bytes[p], p)) {
                // Many servers leave out the space when there is no reason; nothing else is forgiven.
                return p == REASON - 1 && bytes[p] == CR ? lineEnd(head, p, limit) : badLine();
            }
        }
        int p = REASON;
        while (p < limit && Grammar.VALUE[bytes[p] & 0xff]) {
            p++;
        }
        return p >= limit ? cutOff(head, limit) : lineEnd(head, p, limit);
    }

    private static boolean isExpected(byte found, int at) {
        if (at >= START.length() && at < REASON - 1) {
            return found >= '0' && found <= '9';
        }
        if (at == 7) {
            return found == '0' || found == '1';
        }
        return found == (at == REASON - 1 ? ' ' : START.charAt(at));
    }

    private ParseResult lineEnd(ResponseHead head, int p, int limit) {
        byte[] bytes = head.bytes;
        if (bytes[p] != CR) {
            return fields.refuse(bytes[p] == LF ? Refusal.BARE_LF : Refusal.BAD_STATUS_LINE);
        }
        if (p + 1 >= limit) {
            return cutOff(head, limit);
        }
        if (bytes[p + 1] != LF) {
            return fields.refuse(Refusal.BARE_CR);
        }
        int digits = START.length();
        head.versionMinor = bytes[7] - '0';
        head.status = 100 * (bytes[digits] - '0') + 10 * (bytes[digits + 1] - '0') + bytes[digits + 2] - '0';
        head.reasonStart = Math.min(REASON, p);
        head.reasonEnd = p;
        fields.position = p + 2;
        return head.status >= 100 && head.status < 600 ? ParseResult.COMPLETE : badLine();
    }

    private ParseResult badLine() {
        return fields.refuse(Refusal.BAD_STATUS_LINE);
    }

    private ParseResult cutOff(ResponseHead head, int limit) {
        return fields.isTooLong(0, limit) ? badLine() : fields.needMore(head);
    }
}
