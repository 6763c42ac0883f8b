package io.foyer.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalPathTest {
    private static final long SEED = Long.getLong("foyer.seed", 20261123L);
    private static final Pattern DOTS = Pattern.compile("/\\.\\.?(/|;|$)");
    private static final Pattern UNRESERVED = Pattern.compile("%(2D|2E|5F|7E|3[0-9]|[46][1-9A-F]|[57][0-9A])");
    private static final String[] PIECES = {
        "/",
        "/",
        "/",
        ".",
        "..",
        "a",
        "Z",
        "~",
        "%2e",
        "%2E",
        "%41",
        "%7e",
        "%2F",
        "%5c",
        "%25",
        "%20",
        "%3b",
        ";",
        ";x=1",
        "=",
        "%3D",
        "|",
        "[",
        "%c3%a9",
        "%C0%AF",
        "orders",
        "%00",
        "\\",
        "%",
        "%2",
        ":",
        "@",
        "%40",
        "\"",
        "%25%34%31"
    };

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        // raw, forwarded, matched
        "/, /, /",
        "/orders, /orders, /orders",
        "/%6frder%73, /orders, /orders",
        "/%7Ea%2db%5f, /~a-b_, /~a-b_",
        "/a%c3%a9%20, /a%C3%A9%20, /a%C3%A9%20",
        "/a%2bb%3ac%40, /a%2Bb%3Ac%40, /a+b:c@",
        "/a|b[1]{}^`<>, /a%7Cb%5B1%5D%7B%7D%5E%60%3C%3E, /a%7Cb%5B1%5D%7B%7D%5E%60%3C%3E",
        "//, /, /",
        "//orders///x//, /orders/x/, /orders/x/",
        "/a/./b, /a/b, /a/b",
        "/a/., /a/, /a/",
        "/a/../b, /b, /b",
        "/a/b/.., /a/, /a/",
        "/../../b, /b, /b",
        "/.., /, /",
        "/assets/../orders, /orders, /orders",
        "/assets//../orders, /orders, /orders",
        "/.well-known/x, /.well-known/x, /.well-known/x",
        "/.../..a/a../.a, /.../..a/a../.a, /.../..a/a../.a",
        "/a;x=1/b;y, /a;x=1/b;y, /a/b",
        "/;jsessionid=1, /;jsessionid=1, /",
        "/a;x=%41%2f, , ",
        "/a;%6b, /a;k, /a",
        "/a;x/../b, /b, /b",
        "/a%3bb, /a%3Bb, /a",
        "/a%3Bb/c;d%3B, /a%3Bb/c;d%3B, /a/c",
        "/100%25, /100%25, /100%25",
        "/100%25zz, /100%25zz, /100%25zz",
        "/a%3f%23, /a%3F%23, /a%3F%23",
    })
    void take_path_hasOneSpelling(String raw, String forwarded, String matched) {
        CanonicalPath path = new CanonicalPath();
        Refusal refusal = take(path, raw);

        if (forwarded == null) {
            assertThat(refusal).isNotNull();
            return;
        }
        assertThat(refusal).isNull();
        assertThat(path.forwardedText()).isEqualTo(forwarded);
        assertThat(matched(path)).isEqualTo(matched);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource({
        "/a%2fb, PATH_SLASH",
        "/a%2Fb, PATH_SLASH",
        "/a%5cb, PATH_SLASH",
        "'/a\\b', PATH_SLASH",
        "/..%5corders, PATH_SLASH",
        "/a;%2f, PATH_SLASH",
        "/a%00, PATH_CONTROL",
        "/a%0d%0a, PATH_CONTROL",
        "/a%7f, PATH_CONTROL",
        "/a%, PATH_ESCAPE",
        "/a%2, PATH_ESCAPE",
        "/a%zz, PATH_ESCAPE",
        "/a%2/5, PATH_ESCAPE",
        "/a%252e, PATH_DOUBLE_ESCAPE",
        "/a%25%34%31, PATH_DOUBLE_ESCAPE",
        "/a%2541, PATH_DOUBLE_ESCAPE",
        "/%2e/a, PATH_DOTS",
        "/a/%2e%2e/b, PATH_DOTS",
        "/a/.%2E/b, PATH_DOTS",
        "/a/..;/orders, PATH_DOTS",
        "/a/..;x=1, PATH_DOTS",
        "/a/.;/b, PATH_DOTS",
        "/a/..%3b/orders, PATH_DOTS",
        "/a/.%3Bx, PATH_DOTS",
        "/;/orders, PATH_PARAMETERS",
        "/;x=1/orders, PATH_PARAMETERS",
        "/%3b/orders, PATH_PARAMETERS",
        "/%c0%ae%c0%ae/, PATH_OVERLONG",
        "/%c1%9c, PATH_OVERLONG",
        "/%e0%80%af, PATH_OVERLONG",
        "/%e0%9f%bf, PATH_OVERLONG",
        "/%f0%80%80%af, PATH_OVERLONG",
    })
    void take_pathWithTwoReadings_isRefused(String raw, Refusal expected) {
        assertThat(take(new CanonicalPath(), raw)).as(expected.source()).isEqualTo(expected);
    }

    @Test
    void take_validUtf8NextToOverlong_isKept() {
        CanonicalPath path = new CanonicalPath();

        assertThat(take(path, "/%e0%a0%80%f0%90%80%80%c2%80")).isNull();
        assertThat(path.forwardedText()).isEqualTo("/%E0%A0%80%F0%90%80%80%C2%80");
    }

    @Test
    void take_anyPath_isIdempotentAndClean() {
        Random random = new Random(SEED);
        int kept = 0;
        for (int i = 0; i < 200_000; i++) {
            String raw = random(random);
            CanonicalPath once = new CanonicalPath();
            if (take(once, raw) != null) {
                continue;
            }
            kept++;
            CanonicalPath twice = new CanonicalPath();
            assertThat(take(twice, once.forwardedText()))
                    .as("seed %d: %s", SEED, raw)
                    .isNull();
            assertThat(twice.forwardedText()).as("seed %d: %s", SEED, raw).isEqualTo(once.forwardedText());
            assertThat(matched(twice)).as("seed %d: %s", SEED, raw).isEqualTo(matched(once));
            assertClean(raw, once.forwardedText());
            assertClean(raw, matched(once));
            assertThat(matched(once)).as("seed %d: %s", SEED, raw).doesNotContain(";");
        }
        assertThat(kept)
                .as("the generator makes enough valid paths to mean something")
                .isGreaterThan(10_000);
    }

    @Test
    void fastPath_anyTarget_saysWhatTheSlowOneSays() {
        Random random = new Random(SEED + 1);
        RequestHead head = new RequestHead();
        for (int i = 0; i < 50_000; i++) {
            String raw = random(random);
            CanonicalPath slow = new CanonicalPath();
            Refusal refusal = take(slow, raw);
            RequestHeadParser parser = new RequestHeadParser(Wire.LIMITS);
            parser.parse(Wire.bytes(Wire.head("GET " + raw + "?q HTTP/1.1", "Host: a")), head);
            assertThat(parser.refusal()).as("seed %d: %s", SEED, raw).isEqualTo(refusal);
            if (refusal == null) {
                assertThat(head.path()).as("seed %d: %s", SEED, raw).isEqualTo(matched(slow));
                assertThat(head.target()).as("seed %d: %s", SEED, raw).isEqualTo(slow.forwardedText() + "?q");
            }
        }
    }

    @Test
    void matchedFormOf_ruleWrittenAnyWay_isTheComparedForm() {
        assertThat(CanonicalPath.matchedFormOf("//order%73/**")).isEqualTo("/orders/**");
        assertThatThrownBy(() -> CanonicalPath.matchedFormOf("/a%2fb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("escaped slash");
        assertThatThrownBy(() -> CanonicalPath.matchedFormOf("a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalPath.matchedFormOf("/a?b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CanonicalPath.matchedFormOf("/a b")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertClean(String raw, String path) {
        assertThat(path).as("seed %d: %s", SEED, raw).startsWith("/").doesNotContain("//");
        assertThat(DOTS.matcher(path).find())
                .as("dots, seed %d: %s to %s", SEED, raw, path)
                .isFalse();
        assertThat(UNRESERVED.matcher(path).find())
                .as("escapes, seed %d: %s to %s", SEED, raw, path)
                .isFalse();
    }

    private static String random(Random random) {
        StringBuilder made = new StringBuilder("/");
        for (int i = random.nextInt(8); i >= 0; i--) {
            made.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return made.toString();
    }

    private static Refusal take(CanonicalPath path, String raw) {
        byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
        return path.take(bytes, 0, bytes.length);
    }

    private static String matched(CanonicalPath path) {
        return new String(path.matched(), 0, path.matchedLength(), StandardCharsets.US_ASCII);
    }
}
