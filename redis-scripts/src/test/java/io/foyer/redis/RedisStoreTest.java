package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.JoinBlock;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.StoreUnavailableException;
import io.foyer.admission.line.SyncReply;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The connection: what happens when the server goes, hangs, comes back, or is not fit. */
class RedisStoreTest {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final RoomTerms TERMS = new RoomTerms(
            Duration.ofMinutes(2), Duration.ofMinutes(60), Duration.ofMinutes(10), Duration.ofMinutes(30));

    private final StoreEvents events = new StoreEvents();
    private TestRedis redis;
    private RedisStore store;

    @BeforeEach
    void open() {
        redis = TestRedis.newer();
        store = open(redis.uri());
        await().until(store::isUp);
    }

    @AfterEach
    void close() {
        store.close();
        redis.close();
    }

    @Test
    void commands_stoppedServer_failAtOnceAndWorkAgainWithItsData() throws Exception {
        long era = settled().era();
        get(store.line().join(ROOM, new JoinBlock("g1", 1, 5, era), TERMS));
        redis.stop();
        await().until(() -> !store.isUp());

        assertUnavailable(store.line().sync(ROOM, heartbeat(era), TERMS));
        assertThat(events.all()).last().asString().startsWith("down");
        redis.start();
        await().until(store::isUp);

        assertThat(get(store.line().sync(ROOM, heartbeat(era), TERMS)))
                .as("a restart is a new lineage")
                .isEqualTo(new SyncReply.Settling(0));
        assertThat(get(store.line().join(ROOM, new JoinBlock("g1", 2, 5, era), TERMS)))
                .isEqualTo(new JoinReply.NotOpen());
        RoomSnapshot room = settled();
        assertThat(room.era()).isGreaterThan(era);
        assertThat(room.serving()).isEqualTo(new Place(era, 0));
        SyncReply before = get(store.line().sync(ROOM, heartbeat(era), TERMS));
        assertThat(((SyncReply.Open) before).snapshot().waiting())
                .as("those of the era before wait on")
                .isEqualTo(5);
    }

    @Test
    void commands_hangingServer_failWithinTheTimeoutThenAtOnce() throws Exception {
        long era = settled().era();
        signal("STOP");
        try {
            await().until(() -> {
                assertUnavailable(store.line().sync(ROOM, heartbeat(era), TERMS));
                return !store.isUp();
            });
            assertThat(store.line().sync(ROOM, heartbeat(era), TERMS).toCompletableFuture())
                    .as("known to be away: no waiting")
                    .isCompletedExceptionally();
        } finally {
            signal("CONT");
        }

        await().until(store::isUp);
        assertThat(settled().era()).as("nothing was lost").isEqualTo(era);
    }

    @Test
    void join_beforeAnyHeartbeat_leavesNothingThatStaysForEver() throws Exception {
        long era = settled().era();
        get(store.line().join(ROOM, new JoinBlock("g1", 1, 100, era), TERMS));
        RedisClient client = RedisClient.create(redis.uri());
        RedisCommands<String, String> commands = client.connect().sync();

        assertThat(commands.keys("foyer:*"))
                .contains("foyer:{arena}:room:main:era:" + era + ":present-new")
                .allSatisfy(key -> assertThat(Duration.ofSeconds(commands.ttl(key)))
                        .as(key)
                        .isBetween(Duration.ofDays(6), Duration.ofDays(7)));
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void open_serverThatNeverSawThem_hasTheScriptsBeforeTheFirstCommand() {
        RedisClient client = RedisClient.create(redis.uri());
        String[] known = LineScripts.load(Script::resource).all().stream()
                .map(Script::sha1)
                .toArray(String[]::new);

        assertThat(client.connect().sync().scriptExists(known))
                .as("a script that is sent again runs after one that was sent later")
                .containsOnly(true);
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void commands_flushedScripts_areLoadedAgain() throws Exception {
        settled();
        RedisClient client = RedisClient.create(redis.uri());
        client.connect().sync().scriptFlush();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));

        assertThat(settled().tail()).isZero();
    }

    @Test
    void open_nobodyListens_staysDownUntilSomebodyDoes() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        try (RedisStore away = open("redis://127.0.0.1:" + port)) {
            await().until(() -> events.all().stream().anyMatch(event -> event.startsWith("down cannot connect")));
            assertUnavailable(away.line().pause(ROOM, true));
        }
    }

    @Test
    void open_handshakeSlowerThanCommandsMayBe_isWaitedFor() throws Exception {
        try (TestLink slow = new TestLink(redis.port())) {
            slow.mode(TestLink.Mode.SILENT);
            events.all().clear();
            try (RedisStore late = open("redis://127.0.0.1:" + slow.port())) {
                await().during(Duration.ofMillis(400)).until(events.all()::isEmpty);
                slow.mode(TestLink.Mode.PASSES);

                await().until(late::isUp);
                assertThat(events.all()).as("never away").allMatch(event -> event.startsWith("up "));
            }
        }
    }

    @Test
    void open_replica_isRefusedByName() {
        try (TestRedis replica = TestRedis.newer()) {
            RedisClient client = RedisClient.create(replica.uri());
            client.connect().sync().replicaof("127.0.0.1", 1);
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            try (RedisStore unfit = open(replica.uri())) {
                await().until(() -> events.all().contains("down the server is a slave, need the master"));
                assertThat(unfit.isUp()).isFalse();
            }
        }
    }

    @Test
    void commands_demotedServer_failAndItIsLookedAtAnew() throws Exception {
        settled();
        RedisClient client = RedisClient.create(redis.uri());
        client.connect().sync().replicaof("127.0.0.1", 1);

        await().until(() -> {
            assertUnavailable(store.line().pause(ROOM, true));
            return events.all().contains("down the server is a slave, need the master");
        });
        client.connect().sync().replicaofNoOne();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));

        await().until(store::isUp);
        assertThat(get(store.line().sync(ROOM, heartbeat(0), TERMS)))
                .as("a promotion is a new lineage")
                .isEqualTo(new SyncReply.Settling(0));
    }

    @Test
    void join_manyBlocksFromTwoGateways_givesEveryNumberOnce() throws Exception {
        long era = settled().era();
        List<Long> firsts = new CopyOnWriteArrayList<>();
        for (long sequence = 1; sequence <= 200; sequence++) {
            for (String gateway : List.of("g1", "g2")) {
                JoinReply reply = get(store.line().join(ROOM, new JoinBlock(gateway, sequence, 10, era), TERMS));
                firsts.add(((JoinReply.Joined) reply).first().number());
            }
        }

        assertThat(firsts).doesNotHaveDuplicates().isSorted().hasSize(400);
        assertThat(settled().tail()).isEqualTo(4_000);
    }

    private RedisStore open(String uri) {
        return RedisStore.open(new RedisSettings(uri, Duration.ofMillis(250)), events);
    }

    private RoomSnapshot settled() throws Exception {
        SyncReply reply = get(store.line().settle(ROOM, heartbeat(0), SettleTimes.AT_ONCE));
        return ((SyncReply.Open) reply).snapshot();
    }

    private static Heartbeat heartbeat(long era) {
        return new Heartbeat("g1", era, Known.NOTHING, new long[0], new long[0]);
    }

    private void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(redis.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void assertUnavailable(CompletionStage<?> stage) {
        assertThatThrownBy(() -> stage.toCompletableFuture().get(2, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }
}
