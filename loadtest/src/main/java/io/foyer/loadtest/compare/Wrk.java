package io.foyer.loadtest.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs wrk on the load core, with the headers that a browser sends. */
final class Wrk {
    static final List<String> BROWSER = List.of(
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language: en-GB,en;q=0.9,nl;q=0.8",
            "Accept-Encoding: gzip, deflate, br",
            "Referer: http://127.0.0.1/events",
            "Sec-Fetch-Dest: document",
            "Sec-Fetch-Mode: navigate",
            "Upgrade-Insecure-Requests: 1");

    private final Tools tools;

    Wrk(Tools tools) {
        this.tools = tools;
    }

    /** @param cookies the value of the {@code Cookie} header; none is sent when it is empty */
    Counts run(String url, String cookies, Load load, Duration duration) {
        List<String> command = new ArrayList<>(List.of(tools.wrk(), "--latency", "-t1", "-c" + load.connections()));
        command.addAll(List.of("-d" + duration.toSeconds() + "s", "--timeout", "10s"));
        for (String header : BROWSER) {
            command.addAll(List.of("-H", header));
        }
        if (load.habit() == Load.Habit.NEW_CONNECTION_EACH) {
            command.addAll(List.of("-H", "Connection: close"));
        }
        if (!cookies.isEmpty()) {
            command.addAll(List.of("-H", "Cookie: " + cookies));
        }
        command.add(url);
        return WrkResult.parse(Tools.output(tools.onLoadCore(command)));
    }
}
