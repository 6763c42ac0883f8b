package io.foyer.gateway.crawlers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.crawlers.Crawlers.Outcome;
import io.foyer.gateway.limits.LimitTally;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Forward-confirmed reverse DNS against a name server on loopback. */
class CrawlersIT {
    private static final List<String> DOMAINS = List.of("search.example");

    private final NameServer server = new NameServer();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ConcurrentLinkedQueue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
    private final Crawlers crawlers = new Crawlers(new LimitTally(), outcomes::add);

    @BeforeEach
    void open() {
        crawlers.open(loop.next(), NioDatagramChannel.class, List.of(server.place()));
    }

    @AfterEach
    void close() {
        crawlers.close();
        server.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static InetAddress ip(String text) {
        return NetUtil.createInetAddressFromIpAddressString(text);
    }

    private Outcome lookUp(String address) {
        assertThat(crawlers.isVerified(ip(address), DOMAINS))
                .as("not before the answer")
                .isFalse();
        await().until(() -> !outcomes.isEmpty());
        return outcomes.remove();
    }

    @Test
    void address_whoseNameLeadsBack_isVerifiedAndRemembered() {
        server.pointer("7.2.0.192.in-addr.arpa.", "crawl-7.search.example.")
                .address("crawl-7.search.example.", "192.0.2.8", "192.0.2.7");

        assertThat(lookUp("192.0.2.7")).isEqualTo(Outcome.VERIFIED);
        int asked = server.questions();
        assertThat(crawlers.isVerified(ip("192.0.2.7"), DOMAINS)).isTrue();
        assertThat(server.questions()).as("remembered").isEqualTo(asked);
        assertThat(crawlers.isVerified(ip("192.0.2.7"), List.of("other.example")))
                .as("another rule's domains")
                .isFalse();
    }

    @Test
    void addressOfVersion6_whoseNameLeadsBack_isVerified() {
        server.pointer(ConfirmedNames.reverse(ip("2001:db8::17")), "crawl.search.example.")
                .address("crawl.search.example.", "2001:db8::17");

        assertThat(lookUp("2001:db8::17")).isEqualTo(Outcome.VERIFIED);
    }

    @Test
    void pointerThatItsOwnerMadeUp_isNotBelieved() {
        server.pointer("1.2.0.192.in-addr.arpa.", "crawl-7.search.example.")
                .address("crawl-7.search.example.", "192.0.2.7")
                .pointer("2.2.0.192.in-addr.arpa.", "search.example.evil.example.", "notsearch.example.")
                .address("search.example.evil.example.", "192.0.2.2")
                .address("notsearch.example.", "192.0.2.2");

        assertThat(lookUp("192.0.2.1")).as("the name does not lead back").isEqualTo(Outcome.OTHER);
        assertThat(lookUp("192.0.2.2")).as("names of other domains").isEqualTo(Outcome.OTHER);
    }

    @Test
    void silentServer_answersInBoundedTimeAndNobodyIsVerified() {
        server.silent(true);

        assertThat(lookUp("192.0.2.7")).isEqualTo(Outcome.FAILED);
        assertThat(crawlers.isVerified(ip("192.0.2.7"), DOMAINS)).isFalse();
    }

    @Test
    void flood_ofForgedNames_isABoundedNumberOfQuestions() {
        server.silent(true);
        for (int i = 0; i < 5_000; i++) {
            crawlers.isVerified(ip("10.0." + i / 250 + "." + i % 250), DOMAINS);
        }

        assertThat(outcomes.stream().filter(Outcome.REFUSED::equals).count())
                .isGreaterThanOrEqualTo(5_000 - Crawlers.PENDING_MAX - 2L * Crawlers.LOOKUPS_PER_SECOND);
    }
}
