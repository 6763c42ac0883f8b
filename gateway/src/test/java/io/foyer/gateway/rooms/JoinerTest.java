package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.admission.line.JoinBlock;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.StoreUnavailableException;
import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.health.Pulses;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store's replies are given by hand; everything runs on a real rooms thread, one step after the other. */
final class JoinerTest {
    private static final long ERA = 7;
    private static final RoomTerms TERMS = new RoomTerms(
            Duration.ofMinutes(2), Duration.ofMinutes(60), Duration.ofMinutes(10), Duration.ofMinutes(30));

    private final RoomsThread thread = new RoomsThread();
    private final Deque<JoinBlock> asked = new ArrayDeque<>();
    private final Deque<CompletableFuture<JoinReply>> replies = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private long nowNanos;
    private long given;
    private Joiner joiner;

    @BeforeEach
    void open() {
        RoomSetting setting = new RoomSetting(
                "gw", store(), thread, () -> nowNanos, () -> 0, new Pulses(), false, () -> new KeyRing(List.of()));
        joiner = new Joiner(new RoomId("arena", "main"), setting, () -> TERMS, new GrantRecall(RoomEvents.NONE));
        step(() -> joiner.open(ERA));
    }

    @AfterEach
    void close() {
        thread.close();
    }

    @Test
    void join_whileABlockIsUnderWay_gathersTheNextBlock() {
        arrive("a", 1);
        arrive("b", 2);
        arrive("c", 3);
        assertThat(asked).extracting(JoinBlock::size).containsExactly(1);

        reply();

        assertThat(asked).extracting(JoinBlock::size).containsExactly(2);
        reply();
        assertThat(told).containsExactly("a 1", "b 2", "c 3");
    }

    @Test
    void join_blockCameBackAtOnce_gathersForAMillisecondFromItsStart() {
        arrive("a", 1);
        replyWith(joined());
        arrive("b", 2);
        nowNanos += Joiner.APART_NANOS - 1;
        arrive("c", 3);
        assertThat(asked).as("too soon").isEmpty();

        nowNanos += 1;
        arrive("d", 4);

        assertThat(asked).extracting(JoinBlock::size).containsExactly(3);
    }

    @Test
    void join_nobodyFollows_needsNoTickToBeSent() {
        arrive("a", 1);
        replyWith(joined());
        arrive("b", 2);

        step(() -> nowNanos += Joiner.APART_NANOS);

        await().until(() -> CompletableFuture.supplyAsync(asked::size, thread).join() == 1);
    }

    @Test
    void join_stampedEarlier_isNumberedFirst() {
        step(() -> joiner.gatherFor(5_000));
        arrive("late", 200);
        arrive("early", 100);
        assertThat(asked).as("still gathering").isEmpty();

        nowNanos += Duration.ofSeconds(6).toNanos();
        step(joiner::tick);
        reply();

        assertThat(told).containsExactly("early 1", "late 2");
    }

    @Test
    void reply_roomNotOpen_keepsTheOrderUntilItIs() {
        arrive("a", 5);
        arrive("b", 5);
        replyWith(new JoinReply.NotOpen());
        arrive("c", 5);
        assertThat(asked).as("closed").isEmpty();

        step(() -> joiner.open(ERA));
        letNextGo();
        reply();

        assertThat(told).containsExactly("a 1", "b 2", "c 3");
    }

    @Test
    void reply_storeFails_sendsTheBlockAwayAndGoesOn() {
        arrive("a", 1);
        arrive("b", 2);
        step(() -> replies.remove().completeExceptionally(new StoreUnavailableException("away", null)));
        step(() -> asked.remove());
        letNextGo();
        reply();

        assertThat(told).containsExactly("a away", "b 1");
    }

    @Test
    void tick_roomStaysClosed_endsThePatience() {
        step(joiner::close);
        arrive("a", 1);
        nowNanos += Duration.ofSeconds(1).toNanos();
        step(joiner::tick);
        assertThat(told).isEmpty();

        nowNanos += Duration.ofMillis(1_001).toNanos();
        step(joiner::tick);

        assertThat(told).containsExactly("a away");
        assertThat(joiner.size()).isZero();
    }

    @Test
    void join_whoHasLeft_takesNoNumber() {
        arrive("a", 1);
        Buyer gone = arrive("gone", 2);
        arrive("c", 3);
        gone.there = false;

        reply();
        assertThat(asked).extracting(JoinBlock::size).containsExactly(1);
        reply();

        assertThat(told).containsExactly("a 1", "c 2");
    }

    @Test
    void dismissAll_tellsEverybodyAtOnce() {
        step(joiner::close);
        arrive("a", 1);
        arrive("b", 2);

        step(joiner::dismissAll);

        assertThat(told).containsExactlyInAnyOrder("a away", "b away");
    }

    private Buyer arrive(String name, long atMillis) {
        Buyer buyer = new Buyer(name, atMillis);
        step(() -> joiner.join(buyer));
        return buyer;
    }

    /** The block under way comes back, and the next one may be sent. */
    private void reply() {
        replyWith(joined());
        letNextGo();
    }

    private JoinReply joined() {
        Place first = new Place(ERA, given + 1);
        given += asked.getFirst().size();
        return new JoinReply.Joined(first, 0, "lineage", 0);
    }

    private void letNextGo() {
        nowNanos += Joiner.APART_NANOS;
        step(joiner::tick);
    }

    private void replyWith(JoinReply reply) {
        step(() -> {
            asked.remove();
            replies.remove().complete(reply);
        });
        step(() -> {});
    }

    /** Runs on the rooms thread, and returns when it has run. */
    private void step(Runnable task) {
        CompletableFuture.runAsync(task, thread).join();
    }

    private LineStore store() {
        return (LineStore) Proxy.newProxyInstance(
                LineStore.class.getClassLoader(), new Class<?>[] {LineStore.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("join");
                    asked.add((JoinBlock) arguments[1]);
                    replies.add(new CompletableFuture<>());
                    return replies.getLast();
                });
    }

    private final class Buyer implements Joiner.Newcomer {
        private final String name;
        private final long atMillis;
        private volatile boolean there = true;

        private Buyer(String name, long atMillis) {
            this.name = name;
            this.atMillis = atMillis;
        }

        @Override
        public long arrivedAtMillis() {
            return atMillis;
        }

        @Override
        public boolean isThere() {
            return there;
        }

        @Override
        public void joined(Place place, boolean entering, JoinReply.Joined reply) {
            told.add(name + " " + place.number());
        }

        @Override
        public void away() {
            told.add(name + " away");
        }
    }
}
