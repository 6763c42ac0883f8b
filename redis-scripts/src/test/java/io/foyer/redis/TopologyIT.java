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
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The line on real servers: Sentinel, Cluster, replicas, and servers in trouble. */
class TopologyIT {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final RoomTerms TERMS =
            new RoomTerms(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(30));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private long sequence;

    @AfterEach
    void close() throws Exception {
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    @Test
    void sentinel_masterKilled_placesStayAheadAndNumbersGoOnAtThePromoted() {
        TestRedis master = opened(masterOfReplicas());
        sentinelKeepsPlaces(master, TestRedis::kill);
    }

    @Test
    void sentinel_masterHangs_placesStayAheadAndNumbersGoOnAtThePromoted() {
        TestRedis master = opened(masterOfReplicas());
        toClose.push(() -> master.signal("CONT"));
        sentinelKeepsPlaces(master, redis -> redis.signal("STOP"));
    }

    /** Which does not wait five seconds for more replicas to come before it syncs the first. */
    private static TestRedis masterOfReplicas() {
        return TestRedis.newer("--repl-diskless-sync-delay", "0");
    }

    private void sentinelKeepsPlaces(TestRedis master, Consumer<TestRedis> fault) {
        TestRedis replica = opened(TestRedis.newer("--replicaof", "127.0.0.1", Integer.toString(master.port())));
        StringBuilder uri = new StringBuilder("redis+sentinel://");
        for (int i = 0; i < 3; i++) {
            uri.append(i == 0 ? "" : ",")
                    .append("127.0.0.1:")
                    .append(opened(TestRedis.sentinel(master.port())).port());
        }
        on(
                master,
                redis -> await().atMost(PATIENCE)
                        .until(() -> redis.info("replication").contains("state=online")));
        RedisStore store = store(uri + "/0#tickets", 1);
        RoomSnapshot before = open(store, ROOM, Known.NOTHING);
        Place first =
                await().atMost(PATIENCE).ignoreExceptions().until(() -> join(store, ROOM, before.era(), 5), p -> true);
        awaitSentinels(uri.toString());

        fault.accept(master);

        Known known = Known.NOTHING.withPlace(new Place(before.era(), 5)).heardAt(before.storeTimeMillis());
        RoomSnapshot after =
                await().atMost(PATIENCE).ignoreExceptions().until(() -> open(store, ROOM, known), r -> true);
        assertThat(after.era()).isGreaterThan(before.era());
        assertThat(after.serving().compareTo(first)).as("the five are next").isNegative();
        on(replica, redis -> assertThat(redis.info("replication")).contains("role:master"));
    }

    /** A sentinel has to know the others and the replica before it can agree on a failover. */
    private void awaitSentinels(String uri) {
        for (RedisURI sentinel : RedisAddress.parse(uri + "/0#tickets").getSentinels()) {
            RedisClient client = RedisClient.create(sentinel);
            try (var connection = client.connectSentinel()) {
                await().atMost(PATIENCE).until(() -> {
                    var master = connection.sync().master("tickets");
                    return "2".equals(master.get("num-other-sentinels")) && "1".equals(master.get("num-slaves"));
                });
            } finally {
                client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
            }
        }
    }

    @Test
    void minReplicas_replicaGone_noPlaceIsGivenUntilItIsBack() {
        TestRedis master = opened(masterOfReplicas());
        TestRedis replica = opened(TestRedis.newer("--replicaof", "127.0.0.1", Integer.toString(master.port())));
        on(
                master,
                redis -> await().atMost(PATIENCE)
                        .until(() -> redis.info("replication").contains("state=online")));
        RedisStore store = store(master.uri(), 1);
        long era = open(store, ROOM, Known.NOTHING).era();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> join(store, ROOM, era, 1), place -> true);

        replica.stop();
        assertThatThrownBy(() -> join(store, ROOM, era, 1))
                .hasRootCauseInstanceOf(StoreUnavailableException.class)
                .hasStackTraceContaining("held by 0 of 1 replicas");
        replica.start();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> join(store, ROOM, era, 1), place -> true);
    }

    @Test
    void cluster_ofOneNode_keepsTheLine() {
        TestRedis node = opened(TestRedis.newer("--cluster-enabled", "yes"));
        on(node, redis -> redis.clusterAddSlotsRange(Range.create(0, 16_383)));
        awaitCluster(node);

        RedisStore store = store("redis+cluster://127.0.0.1:" + node.port(), 0);
        long era = open(store, ROOM, Known.NOTHING).era();
        assertThat(join(store, ROOM, era, 5)).isEqualTo(new Place(era, 1));
    }

    @Test
    void cluster_ofThreeNodes_oneGone_otherShopsGoOn() {
        TestRedis[] nodes = new TestRedis[3];
        for (int i = 0; i < 3; i++) {
            int at = i;
            nodes[i] = opened(TestRedis.newer("--cluster-enabled", "yes", "--cluster-require-full-coverage", "no"));
            on(nodes[i], redis -> {
                redis.clusterAddSlotsRange(Range.create(at * 5_461, at == 2 ? 16_383 : at * 5_461 + 5_460));
                redis.clusterMeet("127.0.0.1", nodes[0].port());
            });
        }
        for (TestRedis node : nodes) {
            awaitCluster(node);
            on(
                    node,
                    redis -> await().atMost(PATIENCE)
                            .until(() -> redis.clusterInfo().contains("cluster_known_nodes:3")));
        }
        RedisStore store = store("redis+cluster://127.0.0.1:" + nodes[1].port() + ",127.0.0.1:" + nodes[0].port(), 0);
        RoomId[] shops = new RoomId[3];
        long[] eras = new long[3];
        for (int i = 0; i < 3; i++) {
            shops[i] = new RoomId(shopOn(i), "main");
            eras[i] = open(store, shops[i], Known.NOTHING).era();
        }

        nodes[2].kill();
        await().atMost(PATIENCE).until(() -> isUnavailable(store, shops[2], eras[2]));
        assertThat(join(store, shops[0], eras[0], 2)).isEqualTo(new Place(eras[0], 1));
        assertThat(join(store, shops[1], eras[1], 2)).isEqualTo(new Place(eras[1], 1));

        nodes[2].start();
        Known known = Known.ofEra(eras[2]);
        RoomSnapshot back =
                await().atMost(PATIENCE).ignoreExceptions().until(() -> open(store, shops[2], known), room -> true);
        assertThat(back.era()).as("a restart is another lineage").isGreaterThan(eras[2]);
    }

    private static String shopOn(int node) {
        for (int i = 0; ; i++) {
            int slot = SlotHash.getSlot("{shop" + i + "}");
            if (Math.min(2, slot / 5_461) == node) {
                return "shop" + i;
            }
        }
    }

    private void awaitCluster(TestRedis node) {
        on(
                node,
                redis ->
                        await().atMost(PATIENCE).until(() -> redis.clusterInfo().contains("cluster_state:ok")));
    }

    @Test
    void outOfMemory_noNumberIsGivenAndNoneIsLost() {
        TestRedis redis = opened(TestRedis.newer());
        RedisStore store = store(redis.uri(), 0);
        long era = open(store, ROOM, Known.NOTHING).era();
        join(store, ROOM, era, 3);

        on(redis, commands -> commands.configSet("maxmemory", "1"));
        assertThatThrownBy(() -> join(store, ROOM, era, 1)).hasStackTraceContaining("OOM");
        on(redis, commands -> commands.configSet("maxmemory", "0"));

        assertThat(join(store, ROOM, era, 1)).isEqualTo(new Place(era, 4));
    }

    @Test
    void slowScript_ofSomebodyElse_isLikeAStoreThatIsAway() {
        TestRedis redis = opened(TestRedis.newer("--lua-time-limit", "50"));
        RedisStore store = store(redis.uri(), 0);
        long era = open(store, ROOM, Known.NOTHING).era();
        RedisClient client = RedisClient.create(redis.uri());
        toClose.push(() -> client.shutdown(Duration.ZERO, Duration.ofSeconds(2)));
        var unused = client.connect().async().eval("while true do end", ScriptOutputType.STATUS);

        await().atMost(PATIENCE).until(() -> isUnavailable(store, ROOM, era));
        on(redis, RedisCommands::scriptKill);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> join(store, ROOM, era, 1), place -> true);
    }

    @Test
    void aclUser_withTheRightsThatTheDocsAskFor_isEnough() {
        TestRedis redis = opened(TestRedis.newer());
        on(redis, commands -> commands.aclSetuser("foyer", TestRedis.rightsThatTheDocsAskFor("secret")));

        RedisStore store = store("redis://foyer:secret@127.0.0.1:" + redis.port(), 0);
        long era = open(store, ROOM, Known.NOTHING).era();
        assertThat(join(store, ROOM, era, 5)).isEqualTo(new Place(era, 1));
    }

    private boolean isUnavailable(RedisStore store, RoomId room, long era) {
        try {
            join(store, room, era, 1);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private Place join(RedisStore store, RoomId room, long era, int size) {
        JoinReply reply = get(store.line().join(room, new JoinBlock("g1", ++sequence, size, era), TERMS));
        return reply.fold(JoinReply.Joined::first, notOpen -> {
            throw new IllegalStateException("not open");
        });
    }

    private static RoomSnapshot open(RedisStore store, RoomId room, Known known) {
        Heartbeat heartbeat = Heartbeat.silent("g1", 0, known);
        SyncReply reply = get(store.line().settle(room, heartbeat, SettleTimes.AT_ONCE));
        return ((SyncReply.Open) reply).snapshot();
    }

    private RedisStore store(String uri, int minReplicas) {
        RedisStore store = opened(RedisStore.open(
                new RedisSettings(uri, Duration.ofMillis(500), minReplicas), new RedisLineFixture.SilentListener()));
        await().atMost(PATIENCE).until(store::isUp);
        return store;
    }

    private <T extends AutoCloseable> T opened(T resource) {
        toClose.push(resource);
        return resource;
    }

    private static void on(TestRedis redis, Consumer<RedisCommands<String, String>> work) {
        RedisClient client = RedisClient.create(redis.uri());
        try (var connection = client.connect()) {
            work.accept(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
