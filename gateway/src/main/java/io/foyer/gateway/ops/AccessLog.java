package io.foyer.gateway.ops;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.RequestRecord;
import io.foyer.gateway.edge.TurnClock;
import io.foyer.gateway.http.RequestHead;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.OutputStream;

/**
 * One JSON line a finished request: what was asked (without query and cookies), what was decided, how long each part took and
 * who ended it. It does not go through the logging library, whose event and write for each line cost more than the line. Lines
 * are dropped, and counted, when the output is too slow.
 */
public final class AccessLog implements AutoCloseable {
    /** Lines of a loop that wait: some 5,000. */
    private static final int PAGE_BYTES_MAX = 2 * 1024 * 1024;

    private static final FastThreadLocal<JsonLine> LINE = new FastThreadLocal<>() {
        @Override
        protected JsonLine initialValue() {
            return new JsonLine();
        }
    };

    private final LineWriter writer;
    private volatile boolean enabled = true;

    AccessLog(OutputStream out, Meters meters) {
        this.writer = new LineWriter(out, PAGE_BYTES_MAX);
        meters.count(Metric.LOG_LINES_DROPPED, writer::dropped, "access");
    }

    /** Writes to stdout, beside the event log. */
    public static AccessLog toStdout(Meters meters) {
        return new AccessLog(System.out, meters);
    }

    /** Whether requests get a line from now on; they do at first. Any thread. */
    public void enable(boolean now) {
        enabled = now;
    }

    void log(RequestRecord request) {
        if (enabled) {
            JsonLine line = line(LINE.get().start(), request);
            writer.write(line.bytes(), line.length());
        }
    }

    private static JsonLine line(JsonLine line, RequestRecord request) {
        line.time("timestamp", TurnClock.UTC.millis());
        line.text("log", "access").text("listener", request.listener());
        if (request.client() != null) {
            line.text("client", request.clientText());
        }
        RequestHead head = request.head();
        if (head != null) {
            line.text("protocol", head.protocol());
        }
        line.flag("tls", request.isTls());
        if (head != null) {
            line.text("method", head.method()).text("host", head.authority()).text("path", head.path());
            if (head.trace().isPresent()) {
                line.trace("trace", head.trace());
            }
        }
        line.number("status", request.status());
        if (request.decision() != null) {
            line.text("decision", Texts.lower(request.decision()));
        }
        if (request.reason() != null) {
            line.text("reason", request.reason());
        }
        if (request.shop() != null) {
            line.text("shop", request.shop());
        }
        if (request.room() != null) {
            line.text("room", request.room());
        }
        addUpstream(line, request);
        line.text("ended", Texts.lower(request.ending()));
        line.number("bytesIn", request.bytesIn()).number("bytesOut", request.bytesOut());
        addTime(line, "headMillis", request.headNanos());
        addTime(line, "storeMillis", request.storeNanos());
        addTime(line, "decidedMillis", request.decidedNanos());
        addTime(line, "connectedMillis", request.connectedNanos());
        addTime(line, "respondedMillis", request.respondedNanos());
        return line.millis("totalMillis", request.endedNanos()).end();
    }

    private static void addUpstream(JsonLine line, RequestRecord request) {
        Server server = request.server();
        if (server != null) {
            line.text("zone", server.zone()).text("server", server.address());
        }
        if (request.fault() != null) {
            line.text("fault", Texts.lower(request.fault()));
        }
    }

    private static void addTime(JsonLine line, String name, long nanos) {
        if (nanos > 0) {
            line.millis(name, nanos);
        }
    }

    /** Writes what is queued, for at most a second. */
    @Override
    public void close() {
        writer.close();
    }
}
