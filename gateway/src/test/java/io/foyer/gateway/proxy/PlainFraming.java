package io.foyer.gateway.proxy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where messages end, found without any of the code under test and without judging them. */
final class PlainFraming {
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");
    private static final String END = "\r\n\r\n";

    private PlainFraming() {}

    /** Where the first request ends; 0 when it is not all there. */
    static int requestEnd(CharSequence bytes) {
        String text = bytes.toString();
        int head = text.indexOf(END);
        return head < 0 ? 0 : bodyEnd(text, head + END.length(), fields(text.substring(0, head + END.length())));
    }

    /** Where the body of a response with that head ends within what follows; -1 where it ends with the connection. */
    static int responseBody(String head, String method) {
        int status = status(head);
        if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
            return 0;
        }
        Matcher length = LENGTH.matcher(fields(head));
        return length.find() ? Integer.parseInt(length.group(1)) : -1;
    }

    static boolean isChunked(String head) {
        return fields(head).contains("\r\ntransfer-encoding: chunked\r\n");
    }

    static int status(String head) {
        return head.matches("(?s)HTTP/1\\.1 \\d{3} .*") ? Integer.parseInt(head.substring(9, 12)) : 0;
    }

    private static int bodyEnd(String text, int start, String fields) {
        if (fields.contains("\r\ntransfer-encoding: chunked\r\n")) {
            return chunksEnd(text, start);
        }
        Matcher length = LENGTH.matcher(fields);
        int end = start + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        return end <= text.length() ? end : 0;
    }

    private static int chunksEnd(String text, int start) {
        int p = start;
        while (true) {
            int line = text.indexOf("\r\n", p);
            if (line < 0) {
                return 0;
            }
            int size = Integer.parseInt(text.substring(p, line), 16);
            if (size == 0) {
                int end = text.startsWith("\r\n", line + 2) ? line : text.indexOf(END, line + 2);
                return end < 0 ? 0 : end + END.length();
            }
            p = line + 2 + size + 2;
            if (p > text.length()) {
                return 0;
            }
        }
    }

    private static String fields(String head) {
        return head.toLowerCase(Locale.ROOT);
    }
}
