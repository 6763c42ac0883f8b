package io.foyer.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.AsciiString;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

final class SteadyStateTest {
    private static final AsciiString PASS = AsciiString.cached("foyer-pass");
    private static final int ROUNDS = 20_000;

    @Test
    void requestAndResponse_onAKeptConnection_allocateNothing() {
        Exchange exchange = new Exchange();
        for (int i = 0; i < ROUNDS; i++) {
            exchange.run();
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            exchange.run();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(bytes / ROUNDS).as("bytes an exchange").isZero();
        assertThat(exchange.cookieBytes).isEqualTo(2L * ROUNDS * 3);
    }

    private static final class Exchange {
        private final ByteBuf requestBytes = Unpooled.buffer()
                .writeBytes(Wire.bytes(Wire.head(
                        "GET /a%41?q=1 HTTP/1.1",
                        "Host: arena.example", "User-Agent: x", "Accept: */*", "Cookie: a=b; foyer-pass=abc")));
        private final ByteBuf responseBytes = Unpooled.buffer()
                .writeBytes(Wire.bytes(Wire.head(
                        "HTTP/1.1 200 OK",
                        "Content-Type: text/html",
                        "Content-Length: 1000",
                        "Connection: keep-alive")));
        private final ByteBuf out = Unpooled.buffer(2048);
        private final RequestHeadParser requestParser = new RequestHeadParser(Wire.LIMITS);
        private final ResponseHeadParser responseParser = new ResponseHeadParser(Wire.LIMITS);
        private final RequestHead request = new RequestHead();
        private final ResponseHead response = new ResponseHead();
        private final byte[] forwarded = HeadWriter.forwardedLines("127.0.0.1", "http");
        private final byte[] none = HeaderLines.NONE.bytes();
        private final RequestHead.CookieVisitor visitor = (array, start, end) -> this.cookieBytes += end - start;
        private long cookieBytes;

        void run() {
            requestParser.parse(requestBytes.readerIndex(0), request);
            request.visitCookies(PASS, visitor);
            HeadWriter.writeRequest(out.clear(), request, forwarded, none);
            responseParser.parse(responseBytes.readerIndex(0), response, request.method());
            HeadWriter.writeResponse(out.clear(), response, request, HeadWriter.Persistence.KEEP, none);
        }
    }
}
