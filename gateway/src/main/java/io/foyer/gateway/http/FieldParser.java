package io.foyer.gateway.http;

import static io.foyer.gateway.http.Grammar.CR;
import static io.foyer.gateway.http.Grammar.LF;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Reads field lines into a {@link HeaderBlock} (RFC 9112 section 5), as far as there are bytes. A line that is cut off is
 * read again from its start when more has come, so a byte is judged the same way however the input was split.
 */
final class FieldParser {
    private final HeadLimits limits;
    /** Start of the first line that has not been read. */
    int position;

    @Nullable
    Refusal refusal;

    FieldParser(HeadLimits limits) {
        this.limits = limits;
    }

    void reset() {
        position = 0;
        refusal = null;
    }

    /** Copies what has come since the last call; the buffer must still start with what was copied before. */
    void fill(ByteBuf in, HeaderBlock block) {
        int available = Math.min(in.readableBytes(), limits.headBytes());
        if (available > block.filled) {
            block.makeRoom(available);
            in.getBytes(in.readerIndex() + block.filled, block.bytes, block.filled, available - block.filled);
            block.filled = available;
        }
    }

    ParseResult parse(HeaderBlock block) {
        while (position < block.filled) {
            if (block.bytes[position] == CR) {
                return emptyLine(block);
            }
            int next = line(block, position);
            if (next <= 0) {
                return refusal == null ? needMore(block) : ParseResult.REFUSED;
            }
            position = next;
        }
        return needMore(block);
    }

    ParseResult refuse(Refusal why) {
        refusal = why;
        return ParseResult.REFUSED;
    }

    ParseResult needMore(HeaderBlock block) {
        return block.filled >= limits.headBytes() ? refuse(Refusal.HEAD_TOO_LARGE) : ParseResult.NEED_MORE;
    }

    /** Where reading of a line has to stop: at the end of what there is, or of what is allowed. */
    int lineLimit(HeaderBlock block, int start) {
        return Math.min(block.filled, start + limits.lineBytes());
    }

    /** Whether it was the allowance that ended the line, not the bytes at hand. */
    boolean isTooLong(int start, int limit) {
        return limit - start >= limits.lineBytes();
    }

    private ParseResult emptyLine(HeaderBlock block) {
        if (position + 1 >= block.filled) {
            return needMore(block);
        }
        if (block.bytes[position + 1] != LF) {
            return refuse(Refusal.BARE_CR);
        }
        block.fieldsEnd = position;
        position += 2;
        return ParseResult.COMPLETE;
    }

    /** Returns the start of the next line, or 0 when this one is cut off or refused. */
    private int line(HeaderBlock block, int start) {
        byte[] bytes = block.bytes;
        int limit = lineLimit(block, start);
        int hash = 0;
        int seen = 0;
        int p = start;
        for (; p < limit; p++) {
            byte c = Grammar.NAME[bytes[p] & 0xff];
            if (c == 0) {
                break;
            }
            seen |= c;
            hash = 31 * hash + (c & 0x7f);
        }
        if (p == limit) {
            return cutOff(start, limit);
        }
        if (bytes[p] != ':' || p == start) {
            return stop(nameFault(bytes[p], p == start));
        }
        return value(block, start, p, seen < 0 ? Field.ODD_NAME : Field.of(hash, bytes, start, p), hash);
    }

    private int value(HeaderBlock block, int start, int nameEnd, Field kind, int hash) {
        byte[] bytes = block.bytes;
        int limit = lineLimit(block, start);
        int p = nameEnd + 1;
        while (p < limit && Grammar.isSpace(bytes[p])) {
            p++;
        }
        int valueStart = p;
        p = Grammar.valueEnd(bytes, p, limit);
        if (p == limit) {
            return cutOff(start, limit);
        }
        if (bytes[p] != CR) {
            return stop(bytes[p] == LF ? Refusal.BARE_LF : Refusal.FIELD_VALUE);
        }
        if (p + 1 == limit) {
            return cutOff(start, limit);
        }
        if (bytes[p + 1] != LF) {
            return stop(Refusal.BARE_CR);
        }
        if (block.headerCount() == limits.fields()) {
            return stop(Refusal.TOO_MANY_FIELDS);
        }
        int valueEnd = p;
        while (valueEnd > valueStart && Grammar.isSpace(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        block.add(kind, hash, start, nameEnd, valueStart, valueEnd);
        return p + 2;
    }

    private static Refusal nameFault(byte found, boolean atStart) {
        if (Grammar.isSpace(found)) {
            return atStart ? Refusal.OBS_FOLD : Refusal.SPACE_BEFORE_COLON;
        }
        return found == LF ? Refusal.BARE_LF : Refusal.FIELD_NAME;
    }

    private int cutOff(int start, int limit) {
        return isTooLong(start, limit) ? stop(Refusal.FIELD_TOO_LONG) : 0;
    }

    private int stop(Refusal why) {
        refusal = why;
        return 0;
    }
}
