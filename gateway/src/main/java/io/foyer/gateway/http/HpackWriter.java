package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/**
 * Writes header fields in HPACK (RFC 7541) without a dynamic table: nothing is remembered between blocks, so heads that differ
 * in every cookie cost no table work, and what one response says can never be probed through another's size. Names come out in
 * lower case.
 */
final class HpackWriter {
    private static final int STATUS = 8;
    private static final int INDEXED = 0x80;
    private static final int NEVER_INDEXED = 0x10;
    private static final int INDEX_MAX = 15;
    private static final int LENGTH_MAX = 127;
    private static final int TABLE_SIZE_0 = 0x20;

    /** Names that responses have, with their index in the static table (RFC 7541 appendix A). */
    private static final String[] NAMES = new String[62];

    private static final byte[] SLOTS = new byte[256];

    static {
        name(18, "accept-ranges");
        name(20, "access-control-allow-origin");
        name(21, "age");
        name(22, "allow");
        name(24, "cache-control");
        name(25, "content-disposition");
        name(26, "content-encoding");
        name(27, "content-language");
        name(28, "content-length");
        name(29, "content-location");
        name(30, "content-range");
        name(31, "content-type");
        name(33, "date");
        name(34, "etag");
        name(36, "expires");
        name(44, "last-modified");
        name(45, "link");
        name(46, "location");
        name(52, "refresh");
        name(53, "retry-after");
        name(54, "server");
        name(55, "set-cookie");
        name(56, "strict-transport-security");
        name(57, "transfer-encoding");
        name(59, "vary");
        name(60, "via");
        name(61, "www-authenticate");
    }

    private HpackWriter() {}

    private static void name(int index, String name) {
        NAMES[index] = name;
        int slot = slot(name.hashCode());
        while (SLOTS[slot] != 0) {
            slot = (slot + 1) & (SLOTS.length - 1);
        }
        SLOTS[slot] = (byte) index;
    }

    private static int slot(int hash) {
        return (hash ^ (hash >>> 8)) & (SLOTS.length - 1);
    }

    /** Tells the other side that its table stays empty; once, at the start of a block (RFC 7541 section 6.3). */
    static void emptyTable(ByteBuf out) {
        out.writeByte(TABLE_SIZE_0);
    }

    static void status(ByteBuf out, int status) {
        int index = switch (status) {
            case 200 -> 8;
            case 204 -> 9;
            case 206 -> 10;
            case 304 -> 11;
            case 400 -> 12;
            case 404 -> 13;
            case 500 -> 14;
            default -> 0;
        };
        if (index > 0) {
            out.writeByte(INDEXED | index);
        } else {
            out.writeByte(STATUS).writeByte(3);
            out.writeByte('0' + status / 100).writeByte('0' + status / 10 % 10).writeByte('0' + status % 10);
        }
    }

    /**
     * Writes one field.
     *
     * @param nameEnd where the name ends that starts at {@code start}
     */
    static void field(ByteBuf out, byte[] bytes, int start, int nameEnd, int valueStart, int valueEnd) {
        int hash = 0;
        for (int i = start; i < nameEnd; i++) {
            hash = 31 * hash + (Grammar.lower(bytes[i]) & 0xff);
        }
        name(out, bytes, start, nameEnd, hash);
        length(out, valueEnd - valueStart);
        out.writeBytes(bytes, valueStart, valueEnd - valueStart);
    }

    /** Writes {@code Name: value} lines of ours. */
    static void lines(ByteBuf out, byte[] lines) {
        int p = 0;
        while (p < lines.length) {
            int colon = p;
            while (lines[colon] != ':') {
                colon++;
            }
            int end = colon;
            while (lines[end] != '\r') {
                end++;
            }
            field(out, lines, p, colon, Math.min(colon + 2, end), end);
            p = end + 2;
        }
    }

    static void contentLength(ByteBuf out, long length) {
        byte[] digits = Long.toString(length).getBytes(US_ASCII);
        index(out, 0, 28);
        length(out, digits.length);
        out.writeBytes(digits);
    }

    private static void name(ByteBuf out, byte[] bytes, int start, int end, int hash) {
        for (int slot = slot(hash); SLOTS[slot] != 0; slot = (slot + 1) & (SLOTS.length - 1)) {
            if (Grammar.isText(bytes, start, end, NAMES[SLOTS[slot]])) {
                index(out, SLOTS[slot] == 55 ? NEVER_INDEXED : 0, SLOTS[slot]);
                return;
            }
        }
        out.writeByte(0);
        length(out, end - start);
        for (int i = start; i < end; i++) {
            out.writeByte(Grammar.lower(bytes[i]));
        }
    }

    private static void index(ByteBuf out, int form, int index) {
        if (index < INDEX_MAX) {
            out.writeByte(form | index);
        } else {
            out.writeByte(form | INDEX_MAX).writeByte(index - INDEX_MAX);
        }
    }

    private static void length(ByteBuf out, int length) {
        if (length < LENGTH_MAX) {
            out.writeByte(length);
            return;
        }
        out.writeByte(LENGTH_MAX);
        int rest = length - LENGTH_MAX;
        for (; rest >= 0x80; rest >>= 7) {
            out.writeByte(rest & 0x7f | 0x80);
        }
        out.writeByte(rest);
    }
}
