package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/**
 * Any path. What is accepted has one form: made again it stays as it is, it has no dot or empty segments, and what is matched is
 * what is forwarded, by a second and simpler way of decoding it.
 */
public final class CanonicalPathFuzz {
    private CanonicalPathFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        byte[] path = new byte[data.length + 1];
        path[0] = '/';
        int length = 1;
        for (byte b : data) {
            if (Grammar.TARGET[b & 0xff] != Grammar.BAD && b != '?') {
                path[length++] = b;
            }
        }
        CanonicalPath made = new CanonicalPath();
        if (made.take(path, 0, length) != null) {
            return;
        }
        String raw = new String(path, 0, length, ISO_8859_1);
        String forwarded = made.forwardedText();
        String matched = new String(made.matched(), 0, made.matchedLength(), ISO_8859_1);
        CanonicalPath again = new CanonicalPath();
        assertThat(again.take(forwarded.getBytes(ISO_8859_1), 0, forwarded.length()))
                .as("%s -> %s", raw, forwarded)
                .isNull();
        assertThat(again.forwardedText()).as(raw).isEqualTo(forwarded);
        assertThat(new String(again.matched(), 0, again.matchedLength(), ISO_8859_1))
                .as(raw)
                .isEqualTo(matched);
        assertThat(forwarded)
                .as(raw)
                .startsWith("/")
                .doesNotContain("//", "\\")
                .doesNotContainPattern("(?i)%(2f|5c|[01][0-9a-f]|7f)");
        for (String segment : decoded(forwarded).split("/", -1)) {
            assertThat(segment).as("%s -> %s", raw, forwarded).isNotIn(".", "..");
        }
        assertThat(decoded(matched))
                .as("%s: matched is forwarded", raw)
                .isEqualTo(decoded(withoutParameters(forwarded)));
    }

    private static String withoutParameters(String path) {
        return String.join(
                "/",
                Arrays.stream(path.split("/", -1))
                        .map(segment -> segment.replaceAll("(;|%3[bB]).*", ""))
                        .toList());
    }

    private static String decoded(String path) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                text.append((char) Integer.parseInt(path.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                text.append(path.charAt(i));
            }
        }
        return text.toString();
    }
}
