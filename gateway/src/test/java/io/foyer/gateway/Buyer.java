package io.foyer.gateway;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client with a cookie jar, one connection a request. */
final class Buyer {
    static final String HTML = "Accept: text/html\r\n";
    static final String JSON = "Accept: application/json\r\n";

    private final RunningFoyer gateway;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    Buyer(RunningFoyer gateway) {
        this.gateway = gateway;
    }

    record Reply(int status, String head, String body) {
        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }

        /** The value of a field, or the empty string. */
        String header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .collect(Collectors.joining("\n"));
        }
    }

    Map<String, String> cookies() {
        return cookies;
    }

    Reply browse(String path) throws IOException {
        return send("GET", path, HTML);
    }

    Reply call(String path) throws IOException {
        return send("GET", path, JSON);
    }

    Reply order() throws IOException {
        return send("POST", "/orders", JSON);
    }

    /** @param headers complete lines */
    Reply send(String method, String path, String headers) throws IOException {
        String jar = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        String length = method.equals("POST") ? "Content-Length: 0\r\n" : "";
        String answer = gateway.raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + length + headers + (jar.isEmpty() ? "" : "Cookie: " + jar + "\r\n") + "\r\n");
        int end = answer.indexOf("\r\n\r\n");
        Reply reply = new Reply(
                Integer.parseInt(answer.substring(9, 12)), answer.substring(0, end), answer.substring(end + 4));
        reply.header("Set-Cookie").lines().forEach(this::take);
        return reply;
    }

    private void take(String line) {
        String pair = line.substring(0, line.indexOf(';'));
        int equals = pair.indexOf('=');
        if (line.contains("Max-Age=0")) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    long number() throws IOException {
        return call("/_foyer/status").json().path("number").asLong();
    }

    long number(String room) throws IOException {
        return call("/_foyer/status?room=" + room).json().path("number").asLong();
    }

    String state() throws IOException {
        return call("/_foyer/status").json().path("state").asString();
    }
}
