package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.edge.UpstreamFault;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of all kinds and faults, as the buyer gets them. */
final class ResponseRelayTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final RawShop shop = new RawShop();
    private Testbed bed = new Testbed(shop);
    private RawClient buyer = bed.client();

    /** Starts over with a shop that has to be quick. */
    private void hurry() {
        buyer.close();
        bed.close();
        Testbed.Settings settings = Testbed.settings(shop.server());
        settings.responseTimeout = Duration.ofMillis(400);
        settings.idleTimeout = Duration.ofMillis(400);
        bed = new Testbed(settings);
        buyer = bed.client();
    }

    @AfterEach
    void close() throws Exception {
        buyer.close();
        bed.close();
        shop.close();
    }

    private RawClient asked(String request) {
        buyer.send(request);
        RawClient server = shop.accepted();
        server.head();
        return server;
    }

    @Test
    void head_lengthOfGet_isPassedOnWithoutBody() {
        RawClient server = asked("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n");
        assertThat(buyer.head()).contains("Content-Length: 500\r\n");

        buyer.send(GET);
        assertThat(server.head()).startsWith("GET / ");
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        assertThat(buyer.head() + buyer.bytes(2)).endsWith("\r\n\r\nok");
    }

    /**
     * As servers do that close a connection they had kept: the next buyer must not get it. Where the word is read before the
     * request, the connection is gone in time and nothing is tried again; so the two are sent until the request comes first.
     */
    @Test
    void response_fromBeforeTheRequestWasSent_isNotItsAnswer() throws Exception {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(buyer.head()).startsWith("HTTP/1.1 204");

        for (int i = 0; i < 20 && bed.retries.get() == 0; i++) {
            sendBothAtOnce(
                    GET, server, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
            server = shop.accepted();
            assertThat(server.head()).startsWith("GET / ");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
            assertThat(buyer.head()).startsWith("HTTP/1.1 200");
        }
        assertThat(bed.retries).hasValue(1);
    }

    /** The event loop reads neither before both have come. */
    private void sendBothAtOnce(String request, RawClient server, String word) throws Exception {
        EventLoop loop = Testbed.LOOPS.group().next();
        CountDownLatch stands = new CountDownLatch(1);
        CountDownLatch bothHaveCome = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            // The kernel tells of events in their order, but of those that it told of just now first.
            loop.submit(() -> {}).get();
        }
        Future<Boolean> held = loop.submit(() -> {
            stands.countDown();
            return bothHaveCome.await(10, TimeUnit.SECONDS);
        });
        assertThat(stands.await(10, TimeUnit.SECONDS)).isTrue();
        buyer.send(request);
        server.send(word);
        bothHaveCome.countDown();
        assertThat(held.get()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content\r\n", "304 Not Modified\r\nContent-Length: 77\r\n"})
    void bodyless_statusWithoutBody_leavesBothConnectionsInUse(String response) {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 " + response + "ETag: x\r\n\r\n");
        assertThat(buyer.head()).contains("ETag: x").doesNotContain("chunked");

        buyer.send(GET);
        assertThat(server.head()).startsWith("GET / ");
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(buyer.head()).startsWith("HTTP/1.1 200");
    }

    @Test
    void chunked_withTrailers_isChunkedAgain() {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 9\r\nFoyer-Order: created\r\n\r\n");
        assertThat(buyer.head()).contains("Transfer-Encoding: chunked\r\n");
        assertThat(buyer.until("\r\n0\r\n") + buyer.head())
                .isEqualTo("5\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 9\r\n\r\n");
    }

    @Test
    void chunked_toHttp10_isPlainAndEndsWithTheConnection() {
        RawClient server = asked("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        assertThat(buyer.head()).contains("Connection: close\r\n").doesNotContain("chunked");
        assertThat(buyer.rest()).isEqualTo("hello");
    }

    @Test
    void untilClose_toHttp11_isChunked() {
        RawClient server = asked(GET);
        server.send("HTTP/1.0 200 OK\r\n\r\nhello");
        server.close();
        assertThat(buyer.head()).contains("Transfer-Encoding: chunked\r\n");
        assertThat(buyer.until("0\r\n\r\n")).isEqualTo("5\r\nhello\r\n0\r\n\r\n");
    }

    @Test
    void untilClose_endedByReset_isNeverAProperEnd() {
        RawClient server = asked(GET);
        server.send("HTTP/1.0 200 OK\r\n\r\nhello");
        assertThat(buyer.head() + buyer.until("hello")).endsWith("5\r\nhello");
        server.reset();
        assertThat(buyer.restOrReset()).isEqualTo("\r\n");
        assertThat(bed.endings).containsExactly(Ending.BY_SHOP);
    }

    @Test
    void interim_earlyHints_comeBeforeTheResponse() {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
        assertThat(buyer.head()).isEqualTo("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(buyer.head()).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void interim_toHttp10_isLeftOut() {
        RawClient server = asked("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        server.send("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        assertThat(buyer.head()).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void lengthBody_cutShort_closesTheBuyersConnection() {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        server.close();
        assertThat(buyer.head() + buyer.rest()).endsWith("\r\n\r\nhello");
        assertThat(bed.faults).containsExactly(UpstreamFault.BROKEN);
    }

    @Test
    void chunkedBody_cutShort_hasNoLastChunk() {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
        server.close();
        assertThat(buyer.head() + buyer.rest()).endsWith("\r\n\r\n5\r\nhello\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
                "HTTP/2 200\r\n\r\n"
            })
    void response_notHttp_isBadGateway(String response) {
        RawClient server = asked(GET);
        server.send(response);
        assertThat(buyer.head()).startsWith("HTTP/1.1 502 Bad Gateway\r\n");
        assertThat(bed.faults).containsExactly(UpstreamFault.GARBAGE);
        assertThat(server.restOrReset()).isEmpty();
    }

    @Test
    void response_closedBeforeAnyByte_isBadGateway() {
        asked(GET).close();
        assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
        assertThat(bed.retries).hasValue(0);
    }

    @Test
    void response_noneInTime_isGatewayTimeout() {
        hurry();
        RawClient server = asked(GET);
        assertThat(buyer.head()).startsWith("HTTP/1.1 504 ");
        assertThat(server.restOrReset()).isEmpty();
        assertThat(bed.faults).containsExactly(UpstreamFault.TIMED_OUT);
    }

    @Test
    void responseBody_standsStill_isCut() {
        hurry();
        RawClient server = asked(GET);
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        assertThat(buyer.head() + buyer.rest()).endsWith("\r\n\r\nhello");
        assertThat(bed.faults).containsExactly(UpstreamFault.TIMED_OUT);
    }

    @Test
    void response_moreBytesThanItsLength_connectionIsNotUsedAgain() {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        assertThat(buyer.head() + buyer.bytes(2)).endsWith("ok");
        buyer.send(GET);
        RawClient second = shop.accepted();
        second.head();
        second.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
        assertThat(buyer.head() + buyer.bytes(4)).endsWith("good");
    }

    @Test
    void keptConnection_closedBeforeAnyByte_getIsSentOnceMore() {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        buyer.head();
        buyer.send(GET);
        server.head();
        server.close();
        RawClient second = shop.accepted();
        assertThat(second.head()).startsWith("GET / ");
        second.send("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n2");
        assertThat(buyer.head() + buyer.bytes(1)).endsWith("\r\n\r\n2");
        assertThat(bed.retries).hasValue(1);
    }

    @Test
    void keptConnection_closedAfterPost_isNeverSentAgain() {
        RawClient server = asked(GET);
        server.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        buyer.head();
        buyer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
        server.head();
        server.close();
        assertThat(buyer.head()).startsWith("HTTP/1.1 502 ");
        assertThat(shop.untaken()).isZero();
    }

    @Test
    void exchange_splitAtEveryByte_isTheSame() {
        String post = "POST /o HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n";
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nU: 2\r\n\r\n";
        buyer.send(post);
        RawClient server = shop.accepted();
        String forwarded = server.head() + server.until("T: 1\r\n\r\n");
        server.send(answer);
        String relayed = buyer.head() + buyer.until("U: 2\r\n\r\n");
        assertThat(forwarded).endsWith("\r\n\r\n3\r\nabc\r\n0\r\nT: 1\r\n\r\n");
        for (int at = 1; at < post.length(); at++) {
            buyer.send(post.substring(0, at)).send(post.substring(at));
            String head = server.head();
            assertThat(head + dechunked(server.until("T: 1\r\n\r\n")))
                    .as("request split at %d", at)
                    .isEqualTo(forwarded.replace("3\r\nabc\r\n", "abc"));
            int split = at % (answer.length() - 1) + 1;
            server.send(answer.substring(0, split)).send(answer.substring(split));
            assertThat(buyer.head() + dechunked(buyer.until("U: 2\r\n\r\n")))
                    .as("response split at %d", split)
                    .isEqualTo(relayed.replace("2\r\nok\r\n", "ok"));
        }
        assertThat(shop.untaken()).isZero();
    }

    /** A split within data makes two chunks of one; that is all it may do. */
    private static String dechunked(String chunks) {
        return chunks.replaceAll("[123]\r\n([a-z]+)\r\n", "$1");
    }
}
