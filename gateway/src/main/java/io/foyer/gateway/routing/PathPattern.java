package io.foyer.gateway.routing;

import io.foyer.gateway.http.CanonicalPath;
import io.foyer.gateway.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A pattern of canonical paths: {@code *} stands for any characters within one segment, {@code **} as the last segment for
 * that place and all below it ({@code /assets/**} takes {@code /assets} and {@code /assets/css/a.css}).
 *
 * <p>What protects matches loosely, what exempts matches exactly: shops differ in whether {@code /Orders} and
 * {@code /orders/} are {@code /orders}, so an exemption takes none of them and a protection takes them all.
 */
public final class PathPattern {
    /** How far a path may differ from the pattern's spelling. */
    public enum Spelling {
        EXACT,
        /** Letters in either case, with or without a slash at the end. */
        LOOSE
    }

    private final byte[] pattern;
    private final boolean allBelow;
    private final Spelling spelling;

    private PathPattern(byte[] pattern, boolean allBelow, Spelling spelling) {
        this.pattern = pattern;
        this.allBelow = allBelow;
        this.spelling = spelling;
    }

    /** @throws IllegalArgumentException when no request's path could be written so, or {@code **} is elsewhere than last */
    public static PathPattern compile(String text, Spelling spelling) {
        boolean allBelow = text.endsWith("/**");
        String path = allBelow ? text.substring(0, text.length() - 3) : text;
        if (!text.startsWith("/") || path.contains("**")) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: a path that starts with '/', with '**' only as its last segment)");
        }
        byte[] pattern =
                path.isEmpty() ? new byte[0] : CanonicalPath.matchedFormOf(path).getBytes(StandardCharsets.US_ASCII);
        int length = spelling == Spelling.LOOSE ? withoutEndSlash(pattern, 0, pattern.length) : pattern.length;
        return new PathPattern(Arrays.copyOf(pattern, length), allBelow, spelling);
    }

    public boolean matches(RequestHead request) {
        return matches(request.pathBytes(), request.pathStart(), request.pathEnd());
    }

    /** @param path holds a canonical path, without query and path parameters, from {@code start} to {@code end} */
    boolean matches(byte[] path, int start, int end) {
        int whole = spelling == Spelling.LOOSE ? withoutEndSlash(path, start, end) : end;
        if (matchesAll(path, start, whole)) {
            return true;
        }
        for (int i = end - 1; allBelow && i >= start; i--) {
            if (path[i] == '/' && matchesAll(path, start, i)) {
                return true;
            }
        }
        return false;
    }

    private static int withoutEndSlash(byte[] path, int start, int end) {
        return end - start > 1 && path[end - 1] == '/' ? end - 1 : end;
    }

    /** The usual two-pointer match of one kind of wildcard: on a mismatch, let the last star take one more character. */
    private boolean matchesAll(byte[] path, int start, int end) {
        int p = 0;
        int s = start;
        int star = -1;
        int resume = start;
        while (s < end) {
            if (p < pattern.length && pattern[p] == '*') {
                star = p++;
                resume = s;
            } else if (p < pattern.length && isSame(pattern[p], path[s])) {
                p++;
                s++;
            } else if (star >= 0 && path[resume] != '/') {
                p = star + 1;
                s = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length && pattern[p] == '*') {
            p++;
        }
        return p == pattern.length;
    }

    private boolean isSame(byte a, byte b) {
        return a == b || spelling == Spelling.LOOSE && lower(a) == lower(b);
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    @Override
    public String toString() {
        return new String(pattern, StandardCharsets.US_ASCII) + (allBelow ? "/**" : "");
    }
}
