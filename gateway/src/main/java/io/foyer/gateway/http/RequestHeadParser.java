package io.foyer.gateway.http;

import static io.foyer.gateway.http.Grammar.CR;
import static io.foyer.gateway.http.Grammar.LF;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests' heads strictly by RFC 9112. One a connection. After NEED_MORE nothing has been read from the buffer: call
 * again with a buffer that starts with the same bytes. COMPLETE reads the head and no byte more, and the next call starts
 * the next head. REFUSED is final.
 */
public final class RequestHeadParser {
    private final FieldParser fields;
    private final RequestLineParser line;
    private boolean inFields;
    private boolean started;

    public RequestHeadParser(HeadLimits limits) {
        fields = new FieldParser(limits);
        line = new RequestLineParser(fields);
    }

    /** Reads on; {@code head} is to be the same object until the head is complete. */
    public ParseResult parse(ByteBuf in, RequestHead head) {
        if (fields.refusal != null) {
            return ParseResult.REFUSED;
        }
        if (!started) {
            if (head.isAgain(in)) {
                in.skipBytes(head.length());
                return ParseResult.COMPLETE;
            }
            head.begin();
            started = true;
        }
        fields.fill(in, head);
        if (!inFields) {
            ParseResult line = requestLine(head);
            if (line != ParseResult.COMPLETE) {
                return line;
            }
            inFields = true;
            int readFrom = head.beginFields(fields.position);
            if (readFrom > fields.position) {
                fields.position = readFrom;
                return finish(in, head, null);
            }
        }
        ParseResult result = fields.parse(head);
        return result == ParseResult.COMPLETE ? finish(in, head, head.finish()) : result;
    }

    /** Whether a part of a head has come but not all of it. */
    public boolean isPartial(RequestHead head) {
        return started && head.filled > 0;
    }

    /** Why the last parse was {@link ParseResult#REFUSED}; null otherwise. */
    public @Nullable Refusal refusal() {
        return fields.refusal;
    }

    private ParseResult finish(ByteBuf in, RequestHead head, @Nullable Refusal ofFields) {
        Refusal refusal = ofFields == null ? head.targetAuthority() : ofFields;
        if (refusal != null) {
            return fields.refuse(refusal);
        }
        head.end(fields.position);
        in.skipBytes(fields.position);
        fields.reset();
        inFields = false;
        started = false;
        return ParseResult.COMPLETE;
    }

    /** One empty line before the request line is forgiven (RFC 9112 section 2.2). */
    private ParseResult requestLine(RequestHead head) {
        if (fields.position == 0 && head.filled > 0 && head.bytes[0] == CR) {
            if (head.filled == 1) {
                return ParseResult.NEED_MORE;
            }
            if (head.bytes[1] != LF) {
                return fields.refuse(Refusal.BARE_CR);
            }
            fields.position = 2;
        }
        return line.parse(head);
    }
}
