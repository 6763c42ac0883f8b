package io.foyer.gateway.ops;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.RequestRecord;
import io.foyer.gateway.edge.TurnClock;
import io.foyer.gateway.exchange.Decision;
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

    private static final String[] DECISIONS = Texts.allLower(Decision.values());
    private static final String[] ENDINGS = Texts.allLower(RequestRecord.Ending.values());
    private static final byte[] TIMESTAMP = JsonLine.name("timestamp");
    private static final byte[] LOG = JsonLine.name("log");
    private static final byte[] LISTENER = JsonLine.name("listener");
    private static final byte[] CLIENT = JsonLine.name("client");
    private static final byte[] PROTOCOL = JsonLine.name("protocol");
    private static final byte[] TLS = JsonLine.name("tls");
    private static final byte[] METHOD = JsonLine.name("method");
    private static final byte[] HOST = JsonLine.name("host");
    private static final byte[] PATH = JsonLine.name("path");
    private static final byte[] TRACE = JsonLine.name("trace");
    private static final byte[] STATUS = JsonLine.name("status");
    private static final byte[] DECISION = JsonLine.name("decision");
    private static final byte[] REASON = JsonLine.name("reason");
    private static final byte[] SHOP = JsonLine.name("shop");
    private static final byte[] ROOM = JsonLine.name("room");
    private static final byte[] ENDED = JsonLine.name("ended");
    private static final byte[] BYTES_IN = JsonLine.name("bytesIn");
    private static final byte[] BYTES_OUT = JsonLine.name("bytesOut");
    private static final byte[] TOTAL_MILLIS = JsonLine.name("totalMillis");
    private static final byte[] ZONE = JsonLine.name("zone");
    private static final byte[] SERVER = JsonLine.name("server");
    private static final byte[] FAULT = JsonLine.name("fault");
    private static final byte[] HEAD_MILLIS = JsonLine.name("headMillis");
    private static final byte[] STORE_MILLIS = JsonLine.name("storeMillis");
    private static final byte[] DECIDED_MILLIS = JsonLine.name("decidedMillis");
    private static final byte[] CONNECTED_MILLIS = JsonLine.name("connectedMillis");
    private static final byte[] RESPONDED_MILLIS = JsonLine.name("respondedMillis");

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
        line.time(TIMESTAMP, TurnClock.UTC.millis());
        line.text(LOG, "access").text(LISTENER, request.listener());
        if (request.client() != null) {
            line.text(CLIENT, request.clientText());
        }
        RequestHead head = request.head();
        if (head != null) {
            line.text(PROTOCOL, head.protocol());
        }
        line.flag(TLS, request.isTls());
        if (head != null) {
            line.text(METHOD, head.method()).text(HOST, head.authority()).text(PATH, head.path());
            if (head.trace().isPresent()) {
                line.trace(TRACE, head.trace());
            }
        }
        line.number(STATUS, request.status());
        if (request.decision() != null) {
            line.text(DECISION, DECISIONS[request.decision().ordinal()]);
        }
        if (request.reason() != null) {
            line.text(REASON, request.reason());
        }
        if (request.shop() != null) {
            line.text(SHOP, request.shop());
        }
        if (request.room() != null) {
            line.text(ROOM, request.room());
        }
        addUpstream(line, request);
        line.text(ENDED, ENDINGS[request.ending().ordinal()]);
        line.number(BYTES_IN, request.bytesIn()).number(BYTES_OUT, request.bytesOut());
        addTime(line, HEAD_MILLIS, request.headNanos());
        addTime(line, STORE_MILLIS, request.storeNanos());
        addTime(line, DECIDED_MILLIS, request.decidedNanos());
        addTime(line, CONNECTED_MILLIS, request.connectedNanos());
        addTime(line, RESPONDED_MILLIS, request.respondedNanos());
        return line.millis(TOTAL_MILLIS, request.endedNanos()).end();
    }

    private static void addUpstream(JsonLine line, RequestRecord request) {
        Server server = request.server();
        if (server != null) {
            line.text(ZONE, server.zone()).text(SERVER, server.address());
        }
        if (request.fault() != null) {
            line.text(FAULT, Texts.lower(request.fault()));
        }
    }

    private static void addTime(JsonLine line, byte[] name, long nanos) {
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
