package io.foyer.gateway.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.RequestHeadParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** Records of requests for tests outside the edge. */
public final class Records {
    private Records() {}

    /** A request that has been read from {@code client} and decided on. */
    public static RequestRecord decided(String head, String client, Decision decision) {
        RequestHead parsed = new RequestHead();
        ByteBuf bytes = Unpooled.copiedBuffer(head, ISO_8859_1);
        ParseResult result = new RequestHeadParser(HeadLimits.ofHeadBytes(8_192)).parse(bytes, parsed);
        bytes.release();
        if (result != ParseResult.COMPLETE) {
            throw new IllegalArgumentException(result + ": " + head);
        }
        RequestRecord record = new RequestRecord("web", Scheme.HTTP, parsed);
        record.begin();
        record.headRead(head.length(), false);
        try {
            record.from(InetAddress.getByName(client));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
        record.decided(decision);
        return record;
    }

    /** What could not be read as a request. */
    public static RequestRecord unreadable() {
        RequestRecord record = new RequestRecord("web", Scheme.HTTPS, new RequestHead());
        record.begin();
        return record;
    }

    public static RequestRecord waitedForStore(RequestRecord record) {
        record.storeAsked();
        long until = System.nanoTime() + 2_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        record.goesOn();
        return record;
    }

    public static RequestRecord inRoom(RequestRecord record, String room) {
        record.inRoom(room);
        return record;
    }

    public static RequestRecord brokenOff(RequestRecord record, String why) {
        record.because(why);
        return record;
    }

    /** @param status 0 when the buyer was sent nothing */
    public static RequestRecord ended(RequestRecord record, int status, Ending ending, long bytesOut) {
        if (status > 0) {
            record.responded(status);
        }
        record.end(ending, bytesOut);
        return record;
    }
}
