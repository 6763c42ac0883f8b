package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.proxy.RecordingShop.Script;
import io.foyer.gateway.proxy.RecordingShop.Script.Ending;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A shop that resets, stalls, answers early, answers garbage, says too much and closes between requests, while many buyers share
 * its connections. Each request names how it will be treated, and each answer names its request: whatever happens, nobody may
 * get what belongs to another. Replay with {@code -Dfoyer.seed=N}.
 */
final class HostileShopIT {
    private static final long SEED = Long.getLong("foyer.seed", 20261124L);
    private static final int BUYERS = 16;
    private static final int REQUESTS_EACH = 150;

    private final RecordingShop shop = new RecordingShop();
    private final Map<String, AtomicInteger> arrived = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> outcomes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(BUYERS);
    private final Testbed bed;

    /** How the shop treats a request. Stalls are rare because each takes the whole response time. */
    private enum Mood {
        GOOD(30),
        CHUNKED(10),
        TOO_MUCH(8),
        CLOSES_AFTER(12),
        SAYS_NOTHING(8),
        RESETS(8),
        GARBAGE(8),
        CUT(8),
        EARLY(6),
        STALLS(2);

        private final int weight;

        Mood(int weight) {
            this.weight = weight;
        }

        static Mood any(Random random) {
            int at = random.nextInt(100);
            for (Mood mood : values()) {
                at -= mood.weight;
                if (at < 0) {
                    return mood;
                }
            }
            throw new IllegalStateException("weights are 100 together");
        }

        boolean isAnsweredInFull() {
            return this == GOOD || this == CHUNKED || this == TOO_MUCH || this == CLOSES_AFTER;
        }
    }

    HostileShopIT() {
        Testbed.Settings settings = Testbed.settings(shop.server());
        settings.responseTimeout = Duration.ofSeconds(1);
        settings.connectTimeout = Duration.ofSeconds(20);
        bed = new Testbed(settings);
        shop.answer(this::answer);
        shop.answerEarly(head -> head.startsWith("POST /EARLY/"));
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        bed.close();
        shop.close();
    }

    @Test
    void answers_underLoadAndFaults_reachTheirOwnRequests() throws Exception {
        List<Future<?>> buyers = new ArrayList<>();
        for (int buyer = 0; buyer < BUYERS; buyer++) {
            int number = buyer;
            buyers.add(threads.submit(() -> shopping(number)));
        }
        for (Future<?> buyer : buyers) {
            buyer.get(120, TimeUnit.SECONDS);
        }
        System.out.println("Hostile shop, seed " + SEED + ": " + new TreeMap<>(outcomes));
        assertThat(arrived.entrySet())
                .as("a POST is never sent twice, seed %d", SEED)
                .noneMatch(entry ->
                        entry.getKey().startsWith("POST ") && entry.getValue().get() > 1);
        assertThat(outcomes.keySet()).as("every mood was met").hasSizeGreaterThanOrEqualTo(Mood.values().length);
    }

    private void shopping(int buyer) {
        Random random = new Random(SEED + buyer);
        RawClient connection = bed.client();
        for (int i = 0; i < REQUESTS_EACH; i++) {
            Mood mood = Mood.any(random);
            boolean post = mood == Mood.EARLY || random.nextInt(4) == 0;
            boolean kept = order(connection, mood, post, mood + "/" + buyer + "-" + i);
            if (!kept) {
                connection.close();
                connection = bed.client();
            }
        }
        connection.close();
    }

    /** Returns whether the connection goes on. */
    private boolean order(RawClient connection, Mood mood, boolean post, String id) {
        String body = post ? (id + ";").repeat(mood == Mood.EARLY ? 6000 : 1) : "";
        send(
                connection,
                (post ? "POST /" : "GET /") + id + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
        PlainReply reply = PlainReply.read(connection, "GET");
        outcomes.computeIfAbsent(mood + " " + reply.status(), key -> new AtomicInteger())
                .incrementAndGet();
        assertThat(reply.bytes())
                .as("nothing of another request, seed %d", SEED)
                .matches(text -> isOwn(text, id));
        String as = "%s, post %s, seed %d: %s".formatted(id, post, SEED, reply);
        if (mood.isAnsweredInFull() && (!post || reply.status() == 200)) {
            assertThat(reply.status()).as(as).isEqualTo(200);
            assertThat(reply.body()).as(as).contains("<" + id + ">");
        } else if (mood == Mood.CUT && reply.status() == 200) {
            assertThat(reply.body()).as(as).isEqualTo("<" + id + ">");
            assertThat(connection.restOrReset()).as(as).isEmpty();
            return false;
        } else {
            assertThat(reply.status()).as(as).isIn(mood == Mood.EARLY ? List.of(413, 502) : failures(mood));
        }
        return !reply.head().contains("Connection: close") && !reply.head().isEmpty();
    }

    /** A POST may meet a connection that the shop is just closing; it is given up then, not sent again. */
    private static List<Integer> failures(Mood mood) {
        return mood == Mood.STALLS ? List.of(504, 502) : List.of(502);
    }

    private static boolean isOwn(String text, String id) {
        return Stream.of(text.split("[<>]")).skip(1).limit(1).allMatch(tag -> tag.equals(id));
    }

    private Script answer(String head) {
        String line = head.substring(0, head.indexOf(" HTTP/"));
        arrived.computeIfAbsent(line, key -> new AtomicInteger()).incrementAndGet();
        String id = line.substring(line.indexOf('/') + 1);
        String tag = "<" + id + ">";
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: " + tag.length() + "\r\n\r\n" + tag;
        return switch (Mood.valueOf(id.substring(0, id.indexOf('/')))) {
            case GOOD -> Script.keep(ok);
            case CHUNKED ->
                Script.keep("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(tag.length())
                        + "\r\n" + tag + "\r\n0\r\n\r\n");
            case TOO_MUCH -> Script.keep(ok + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<evil>");
            case CLOSES_AFTER -> new Script(ok, Ending.CLOSE);
            case SAYS_NOTHING -> new Script("", Ending.CLOSE);
            case RESETS -> new Script("", Ending.RESET);
            case GARBAGE -> Script.keep(tag + "\r\n\r\n");
            case CUT -> new Script(ok.replaceFirst("Length: ", "Length: 9"), Ending.CLOSE);
            case EARLY -> new Script(ok.replaceFirst("200 OK", "413 Too Large"), Ending.CLOSE);
            case STALLS -> Script.keep("");
        };
    }

    private static void send(RawClient connection, String bytes) {
        try {
            connection.send(bytes);
        } catch (UncheckedIOException e) {
            // An early answer ends the connection before all was sent.
            assertThat(e).hasRootCauseInstanceOf(SocketException.class);
        }
    }
}
