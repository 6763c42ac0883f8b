package io.foyer.gateway.proxy;

/** A response as a buyer reads it who trusts nothing but {@link PlainFraming}. */
record PlainReply(int status, String head, String body) {
    static PlainReply read(RawClient from, String method) {
        String head = from.head();
        int length = PlainFraming.responseBody(head, method);
        if (length >= 0) {
            return new PlainReply(PlainFraming.status(head), head, from.bytes(length));
        }
        String body = PlainFraming.isChunked(head) ? chunks(from) : from.restOrReset();
        return new PlainReply(PlainFraming.status(head), head, body);
    }

    String bytes() {
        return head + body;
    }

    private static String chunks(RawClient from) {
        StringBuilder body = new StringBuilder();
        while (true) {
            String line = from.until("\r\n");
            body.append(line);
            if (!line.matches("[0-9a-f]+\r\n")) {
                return body.toString();
            }
            int size = Integer.parseInt(line.strip(), 16);
            if (size == 0) {
                return body.append(trailers(from)).toString();
            }
            body.append(from.bytes(size + 2));
        }
    }

    private static String trailers(RawClient from) {
        StringBuilder lines = new StringBuilder();
        String line;
        do {
            line = from.until("\r\n");
            lines.append(line);
        } while (line.length() > 2);
        return lines.toString();
    }
}
