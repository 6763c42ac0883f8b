package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.ConnectionMemo;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.RequestHeadParser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An exchange that keeps its answer, and fails the test when that is given on another thread than the event loop. */
final class RecordedExchange implements Exchange {
    private static final EventExecutor LOOP = new DefaultEventExecutor();

    private final RequestHead request = new RequestHead();
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private RecordedExchange(String head) {
        ByteBuf bytes = Unpooled.copiedBuffer(head, ISO_8859_1);
        ParseResult result = new RequestHeadParser(HeadLimits.ofHeadBytes(8_192)).parse(bytes, request);
        bytes.release();
        if (result != ParseResult.COMPLETE) {
            throw new IllegalArgumentException(result + ": " + head);
        }
    }

    /** @param lines header lines beside Host */
    static Answer answerOf(OpsHandler handler, String requestLine, String host, String... lines) {
        String head = requestLine + " HTTP/1.1\r\nHost: " + host + "\r\n" + String.join("", lines) + "\r\n";
        RecordedExchange exchange = new RecordedExchange(head);
        LOOP.execute(() -> handler.handle(exchange));
        return exchange.answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    static String body(Answer answer) {
        return new String(answer.body(), UTF_8);
    }

    static String header(Answer answer, String name) {
        for (String line : new String(answer.headerLines(), ISO_8859_1).split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ": ")) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    @Override
    public void answer(Answer given) {
        if (LOOP.inEventLoop()) {
            answer.complete(given);
        } else {
            answer.completeExceptionally(new AssertionError("answered on " + Thread.currentThread()));
        }
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public InetAddress clientAddress() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public EventExecutor eventLoop() {
        return LOOP;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public boolean isWithinRate() {
        return true;
    }

    @Override
    public boolean limitBody(long bytesMax) {
        return true;
    }

    @Override
    public void onAbandoned(Runnable listener) {}

    @Override
    public void decided(Decision decision) {}

    @Override
    public void forward(Forwarding forwarding) {
        answer.completeExceptionally(new AssertionError("forwarded"));
    }

    @Override
    public void inRoom(String room) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void belongsTo(String shop) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void giveUp() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConnectionMemo memo() {
        return new ConnectionMemo();
    }
}
