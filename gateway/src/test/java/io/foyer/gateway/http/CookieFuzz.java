package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any value of a Cookie field, read and written as a plain splitting at semicolons would. */
public final class CookieFuzz {
    private static final List<String> OURS =
            List.of("__Host-foyer-ticket", "__Host-foyer-pass", "foyer-ticket", "foyer-pass");

    private CookieFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String value = new String(data, ISO_8859_1);
        List<String> pairs =
                Arrays.stream(value.split(";", -1)).map(CookieFuzz::trimmed).toList();
        for (String name : OURS) {
            List<String> found = new ArrayList<>();
            Cookies.visit(
                    data,
                    0,
                    data.length,
                    AsciiString.of(name),
                    (array, start, end) -> found.add(new String(array, start, end - start, ISO_8859_1)));
            assertThat(found)
                    .as("%s in %s", name, value)
                    .isEqualTo(pairs.stream()
                            .filter(pair -> pair.startsWith(name + "="))
                            .map(pair -> pair.substring(name.length() + 1))
                            .toList());
        }
        String line = "Cookie: " + value + "\r\n";
        String written = othersOf(line);
        if (!hasOurs(value)) {
            assertThat(written).as("as it came").isEqualTo(line);
            return;
        }
        List<String> left =
                pairs.stream().filter(pair -> !pair.isEmpty() && !isOurs(pair)).toList();
        List<String> kept = left.isEmpty()
                ? List.of()
                : Arrays.stream(written.substring(8, written.length() - 2).split(";", -1))
                        .map(CookieFuzz::trimmed)
                        .toList();
        assertThat(kept).as("%s -> %s", value, written).isEqualTo(left);
        assertThat(written.isEmpty()).isEqualTo(left.isEmpty());
    }

    private static String othersOf(String line) {
        RequestHead head = new RequestHead();
        head.bytes = line.getBytes(ISO_8859_1);
        head.fieldsEnd = line.length();
        head.add(Field.COOKIE, 0, 0, 6, 8, line.length() - 2);
        ByteBuf out = Unpooled.buffer();
        HeadBytes lines = HeadBytes.start();
        Cookies.putOthers(lines, head, 0);
        lines.writeTo(out);
        return out.toString(ISO_8859_1);
    }

    /** Whether the value of a Cookie field has one of the gateway's own. */
    static boolean hasOurs(String value) {
        return Arrays.stream(value.split(";", -1)).map(CookieFuzz::trimmed).anyMatch(CookieFuzz::isOurs);
    }

    private static boolean isOurs(String pair) {
        return OURS.stream().anyMatch(name -> pair.startsWith(name + "=") || pair.startsWith(name + "-"));
    }

    private static String trimmed(String pair) {
        return pair.replaceAll("\\A[ \t]+|[ \t]+\\z", "");
    }
}
