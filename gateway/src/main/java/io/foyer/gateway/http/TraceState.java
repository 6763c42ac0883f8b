package io.foyer.gateway.http;

import java.util.Arrays;

/** Judges a {@code tracestate} field (W3C Trace Context section 3.3). */
final class TraceState {
    private static final int MEMBERS_MAX = 32;
    private static final int KEY_CHARS_MAX = 256;
    private static final int VALUE_CHARS_MAX = 256;

    private TraceState() {}

    /** Whether a {@code tracestate} is a list of at most 32 members, each with a key of its own. */
    static boolean isValid(byte[] bytes, int start, int end) {
        int members = 0;
        int p = start;
        while (p < end) {
            int memberEnd = memberEnd(bytes, p, end);
            int from = skipSpace(bytes, p, memberEnd);
            int to = memberEnd;
            while (to > from && Grammar.isSpace(bytes[to - 1])) {
                to--;
            }
            if (to > from) {
                members++;
                if (members > MEMBERS_MAX || !isMember(bytes, from, to) || hasEarlier(bytes, start, from)) {
                    return false;
                }
            }
            p = memberEnd + 1;
        }
        return members > 0;
    }

    private static boolean isMember(byte[] bytes, int start, int end) {
        int equals = keyEnd(bytes, start, end);
        if (equals == start || equals - start > KEY_CHARS_MAX || equals == end || bytes[equals] != '=') {
            return false;
        }
        int value = equals + 1;
        if (value == end || end - value > VALUE_CHARS_MAX) {
            return false;
        }
        for (int i = value; i < end; i++) {
            if (bytes[i] < ' ' || bytes[i] == 0x7f || bytes[i] == '=') {
                return false;
            }
        }
        return true;
    }

    /** Where a key of {@code a-z 0-9 _ - * /}, with one {@code @} perhaps, ends. */
    private static int keyEnd(byte[] bytes, int start, int end) {
        int p = start;
        boolean tenant = false;
        while (p < end && (isKey(bytes[p], p == start) || (bytes[p] == '@' && !tenant && p > start))) {
            tenant |= bytes[p] == '@';
            p++;
        }
        return p;
    }

    private static boolean isKey(byte b, boolean first) {
        boolean plain = b >= 'a' && b <= 'z' || b >= '0' && b <= '9';
        return plain || !first && (b == '_' || b == '-' || b == '*' || b == '/');
    }

    private static boolean hasEarlier(byte[] bytes, int start, int member) {
        int length = keyEnd(bytes, member, bytes.length) - member;
        int p = start;
        while (p < member) {
            int from = skipSpace(bytes, p, member);
            if (from < member
                    && Arrays.equals(
                            bytes, from, Math.min(from + length + 1, member), bytes, member, member + length + 1)) {
                return true;
            }
            p = memberEnd(bytes, p, member) + 1;
        }
        return false;
    }

    private static int memberEnd(byte[] bytes, int start, int end) {
        int p = start;
        while (p < end && bytes[p] != ',') {
            p++;
        }
        return p;
    }

    private static int skipSpace(byte[] bytes, int start, int end) {
        int p = start;
        while (p < end && Grammar.isSpace(bytes[p])) {
            p++;
        }
        return p;
    }
}
