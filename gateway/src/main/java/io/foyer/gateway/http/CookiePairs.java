package io.foyer.gateway.http;

import io.netty.util.AsciiString;

/**
 * Where the cookies of a head stand, found once: each request is asked for several of them by name. A head with more than
 * {@link #KEPT_MAX} is read through each time, so that nobody fills memory with them.
 */
final class CookiePairs {
    private static final int KEPT_MAX = 32;
    private static final int STRIDE = 3;

    /** Of each: where its name starts, its value starts, and its value ends, from the start of the fields on. */
    private int[] places = {};

    private int count;
    private boolean found;

    /** Other fields have come. */
    void clear() {
        found = false;
    }

    /** Visits the values of all cookies of that name, in order, over all Cookie fields. */
    void visit(HeaderBlock head, AsciiString name, RequestHead.CookieVisitor visitor) {
        if (!found) {
            found = true;
            find(head);
        }
        if (count > KEPT_MAX) {
            readThrough(head, name, visitor);
            return;
        }
        int origin = head.fieldsStart;
        for (int at = 0; at < count * STRIDE; at += STRIDE) {
            int nameStart = origin + places[at];
            int valueStart = origin + places[at + 1];
            if (Cookies.isName(head.bytes, nameStart, valueStart - 1, name)) {
                visitor.cookie(head.bytes, valueStart, origin + places[at + 2]);
            }
        }
    }

    private void find(HeaderBlock head) {
        count = 0;
        for (int i = 0; i < head.headerCount() && count <= KEPT_MAX; i++) {
            if (head.kind(i) == Field.COOKIE) {
                find(head, head.valueStart(i), head.valueEnd(i));
            }
        }
    }

    private void find(HeaderBlock head, int start, int end) {
        byte[] bytes = head.bytes;
        for (int p = start; p < end && count <= KEPT_MAX; ) {
            int pairEnd = Cookies.pairEnd(bytes, p, end);
            int pair = Cookies.skipSpace(bytes, p, pairEnd);
            int nameEnd = Grammar.find((byte) '=', bytes, pair, pairEnd);
            if (nameEnd < pairEnd) {
                keep(
                        pair - head.fieldsStart,
                        nameEnd + 1 - head.fieldsStart,
                        Cookies.trimmed(bytes, pair, pairEnd) - head.fieldsStart);
            }
            p = pairEnd + 1;
        }
    }

    private void keep(int nameStart, int valueStart, int valueEnd) {
        if (count < KEPT_MAX) {
            if (places.length == 0) {
                places = new int[KEPT_MAX * STRIDE];
            }
            places[count * STRIDE] = nameStart;
            places[count * STRIDE + 1] = valueStart;
            places[count * STRIDE + 2] = valueEnd;
        }
        count++;
    }

    private static void readThrough(HeaderBlock head, AsciiString name, RequestHead.CookieVisitor visitor) {
        for (int i = 0; i < head.headerCount(); i++) {
            if (head.kind(i) == Field.COOKIE) {
                Cookies.visit(head.bytes, head.valueStart(i), head.valueEnd(i), name, visitor);
            }
        }
    }
}
