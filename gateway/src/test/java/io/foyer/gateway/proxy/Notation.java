package io.foyer.gateway.proxy;

import java.util.Map;

/**
 * How the tables of {@code resources/conformance} write bytes: {@code ¶} is CRLF; {@code \r \n \t \0 \\ \xHH} are as in C;
 * <code>{3*ab}</code> is {@code ababab}; <code>{name}</code> and <code>{name:value}</code> stand for texts that many rows share.
 */
final class Notation {
    private static final Map<String, String> SHARED = Map.ofEntries(
            Map.entry("get", "GET / HTTP/1.1¶Host: a¶"),
            Map.entry("post", "POST / HTTP/1.1¶Host: a¶"),
            Map.entry("chunked", "POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶"),
            Map.entry("chunked:own", "POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶" + own("1.1", "a")),
            Map.entry("ok", "HTTP/1.1 200 OK¶"),
            Map.entry("okchunked", "HTTP/1.1 200 OK¶Transfer-Encoding: chunked¶¶"),
            Map.entry("okchunked:twice", "HTTP/1.1 200 OK¶Transfer-Encoding: chunked¶Transfer-Encoding: chunked¶¶"),
            Map.entry("via1.0close", "Via: 1.0 foyer¶Connection: close¶¶"),
            Map.entry("next", "GET /smuggled HTTP/1.1¶Host: a¶¶"),
            Map.entry("evil", "HTTP/1.1 200 OK¶Content-Length: 4¶¶evil"),
            Map.entry("own", own("1.1", "a")),
            Map.entry("own1.0", own("1.0", "a")),
            Map.entry("via", "Via: 1.1 foyer¶¶"),
            Map.entry("via1.0", "Via: 1.0 foyer¶¶"),
            Map.entry("viaclose", "Via: 1.1 foyer¶Connection: close¶¶"));

    private Notation() {}

    /** What the gateway adds to a request, up to the end of the head. */
    private static String own(String version, String authority) {
        return "X-Forwarded-For: 127.0.0.1¶X-Forwarded-Proto: http¶X-Forwarded-Host: " + authority + "¶Via: " + version
                + " foyer¶¶";
    }

    /** The bytes as text, one char a byte. */
    static String bytes(String written) {
        StringBuilder made = new StringBuilder();
        scan(written, made);
        return made.toString();
    }

    private static void scan(String written, StringBuilder made) {
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (c == '¶') {
                made.append("\r\n");
            } else if (c == '\\') {
                i++;
                made.append(escaped(written, i));
                i += written.charAt(i) == 'x' ? 2 : 0;
            } else if (c == '{') {
                int close = closing(written, i);
                made.append(shared(written.substring(i + 1, close)));
                i = close;
            } else {
                made.append(c);
            }
        }
    }

    /** Where the brace that opens at {@code start} closes. */
    private static int closing(String written, int start) {
        int depth = 0;
        for (int i = start; i < written.length(); i++) {
            depth += written.charAt(i) == '{' ? 1 : written.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no closing brace: " + written);
    }

    private static char escaped(String written, int at) {
        return switch (written.charAt(at)) {
            case 'r' -> '\r';
            case 'n' -> '\n';
            case 't' -> '\t';
            case '0' -> '\0';
            case '\\' -> '\\';
            case 'x' -> (char) Integer.parseInt(written.substring(at + 1, at + 3), 16);
            default -> throw new IllegalArgumentException("escape at " + at + ": " + written);
        };
    }

    private static String shared(String name) {
        int times = name.indexOf('*');
        if (times > 0) {
            return bytes(name.substring(times + 1)).repeat(Integer.parseInt(name.substring(0, times)));
        }
        if (name.startsWith("own:")) {
            return bytes(own("1.1", name.substring(4)));
        }
        String text = SHARED.get(name);
        if (text == null) {
            throw new IllegalArgumentException("{" + name + "} (expected: one of " + SHARED.keySet() + ")");
        }
        return bytes(text);
    }
}
