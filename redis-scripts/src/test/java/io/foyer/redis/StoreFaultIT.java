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
import io.foyer.admission.line.SyncReply;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way to the server fails, or another server or an older state is at its end. */
class StoreFaultIT {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final RoomTerms TERMS =
            new RoomTerms(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ofMinutes(10), Duration.ofMinutes(30));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private long sequence;

    @AfterEach
    void close() throws Exception {
        TestKeyStore.trustNone();
        while (!toClose.isEmpty()) {
            toClose.pop().close();
        }
    }

    @Test
    void linkLosesEverything_failsInTime_andNoNumberIsGivenTwiceWhenItPassesAgain() {
        TestLink link = linkTo(opened(TestRedis.newer()));
        RedisStore store = up(link);
        long era = open(store, Known.NOTHING).era();
        assertThat(join(store, era, 3)).isEqualTo(new Place(era, 1));

        link.mode(TestLink.Mode.SILENT);
        assertThatThrownBy(() -> join(store, era, 1)).hasStackTraceContaining("no answer from the store");
        await().atMost(PATIENCE).until(() -> {
            assertThatThrownBy(() -> join(store, era, 1)).isInstanceOf(IllegalStateException.class);
            return !store.isUp();
        });
        link.mode(TestLink.Mode.PASSES);

        Place next = joined(store, era);
        assertThat(next.era()).isEqualTo(era);
        assertThat(next.number())
                .as("what was on its way may have arrived late and taken numbers")
                .isGreaterThan(3);
    }

    @Test
    void linkLosesOnlyAnswers_theSameBlockHasTheSameNumbers() {
        TestLink link = linkTo(opened(TestRedis.newer()));
        RedisStore store = up(link);
        long era = open(store, Known.NOTHING).era();
        link.mode(TestLink.Mode.NO_ANSWERS);
        JoinBlock block = new JoinBlock("g1", ++sequence, 5, era);
        assertThatThrownBy(() -> join(store, block)).hasStackTraceContaining("no answer from the store");

        link.breakAll();
        link.mode(TestLink.Mode.PASSES);

        Place again = await().atMost(PATIENCE).ignoreExceptions().until(() -> join(store, block), place -> true);
        assertThat(again).isEqualTo(new Place(era, 1));
        assertThat(joined(store, era)).as("the five were counted once").isEqualTo(new Place(era, 6));
    }

    @Test
    void addressLeadsToAnotherServer_noNumberIsGivenTwice() {
        TestLink link = linkTo(opened(TestRedis.newer()));
        RedisStore store = up(link);
        RoomSnapshot before = open(store, Known.NOTHING);
        join(store, before.era(), 5);

        link.leadTo(opened(TestRedis.newer()).port());
        await().atMost(PATIENCE).until(store::isUp);
        Known known = Known.NOTHING.withPlace(new Place(before.era(), 5)).heardAt(before.storeTimeMillis());

        comesBehind(store, known, new Place(before.era(), 5));
    }

    @Test
    void oldBackupRestored_theNextEraIsBehindAllThatGatewaysRemember() throws Exception {
        TestRedis redis = opened(TestRedis.newer("--appendonly", "no"));
        RedisStore store = up("redis://127.0.0.1:" + redis.port());
        RoomSnapshot before = open(store, Known.NOTHING);
        join(store, before.era(), 3);
        on(redis, RedisCommands::save);
        Path backup = Files.copy(redis.folder().resolve("dump.rdb"), folder.resolve("backup.rdb"));
        assertThat(join(store, before.era(), 4)).isEqualTo(new Place(before.era(), 4));

        redis.kill();
        await().atMost(PATIENCE).until(() -> !store.isUp());
        Files.copy(backup, redis.folder().resolve("dump.rdb"), StandardCopyOption.REPLACE_EXISTING);
        redis.start();
        await().atMost(PATIENCE).until(store::isUp);
        Known known = Known.NOTHING.withPlace(new Place(before.era(), 7)).heardAt(before.storeTimeMillis());

        comesBehind(store, known, new Place(before.era(), 7));
    }

    /** Nobody joins the era of before, and who joins the next one is behind the last who did. */
    private void comesBehind(RedisStore store, Known known, Place last) {
        assertThatThrownBy(() -> join(store, last.era(), 1)).hasMessage("not open");
        RoomSnapshot after = await().atMost(PATIENCE).ignoreExceptions().until(() -> open(store, known), room -> true);
        Place next = join(store, after.era(), 1);
        assertThat(next).isGreaterThan(last);
        assertThat(next.number()).as("numbers go on, for those who read them").isEqualTo(last.number() + 1);
        assertThat(after.serving()).as("the line before is served first").isLessThan(last);
    }

    @Test
    void tls_authorityThatNobodyTrusts_getsNoWord() throws Exception {
        TestRedis redis = opened(TestRedis.newer());
        TestLink link = opened(new TestLink(
                redis.port(), TestKeyStore.of(folder, "ip:127.0.0.1").doors()));

        staysDown("rediss://127.0.0.1:" + link.port(), "unable to find valid certification path");
    }

    @Test
    void tls_certificateOfAnotherHost_getsNoWord() throws Exception {
        TestRedis redis = opened(TestRedis.newer());
        TestKeyStore keys = TestKeyStore.of(folder, "dns:elsewhere.test");
        TestLink link = opened(new TestLink(redis.port(), keys.doors()));
        keys.trust();

        staysDown("rediss://127.0.0.1:" + link.port(), "127.0.0.1");
    }

    private void staysDown(String uri, String why) {
        RedisStore store = store(uri);
        await().atMost(PATIENCE).until(() -> reasons.stream().anyMatch(reason -> reason.contains(why)));
        assertThat(store.isUp()).isFalse();
    }

    @Test
    void tls_withAnAclUser_keepsTheLine() throws Exception {
        TestRedis redis = opened(TestRedis.newer());
        on(redis, commands -> commands.aclSetuser("foyer", TestRedis.rightsThatTheDocsAskFor("secret")));
        TestKeyStore keys = TestKeyStore.of(folder, "ip:127.0.0.1");
        TestLink link = opened(new TestLink(redis.port(), keys.doors()));
        keys.trust();

        RedisStore store = up("rediss://foyer:secret@127.0.0.1:" + link.port());
        long era = open(store, Known.NOTHING).era();
        assertThat(join(store, era, 5)).isEqualTo(new Place(era, 1));
    }

    private Place joined(RedisStore store, long era) {
        return await().atMost(PATIENCE).ignoreExceptions().until(() -> join(store, era, 1), place -> true);
    }

    private Place join(RedisStore store, long era, int size) {
        return join(store, new JoinBlock("g1", ++sequence, size, era));
    }

    private static Place join(RedisStore store, JoinBlock block) {
        JoinReply reply = get(store.line().join(ROOM, block, TERMS));
        return reply.fold(JoinReply.Joined::first, notOpen -> {
            throw new IllegalStateException("not open");
        });
    }

    private static RoomSnapshot open(RedisStore store, Known known) {
        SyncReply reply = get(store.line().settle(ROOM, Heartbeat.silent("g1", 0, known), SettleTimes.AT_ONCE));
        return ((SyncReply.Open) reply).snapshot();
    }

    private TestLink linkTo(TestRedis redis) {
        return opened(new TestLink(redis.port()));
    }

    private RedisStore up(TestLink link) {
        return up("redis://127.0.0.1:" + link.port());
    }

    private RedisStore up(String uri) {
        RedisStore store = store(uri);
        await().atMost(PATIENCE).until(store::isUp);
        return store;
    }

    private RedisStore store(String uri) {
        return opened(RedisStore.open(new RedisSettings(uri, Duration.ofMillis(500)), new StoreListener() {
            @Override
            public void up(String server) {}

            @Override
            public void down(String reason) {
                reasons.add(reason);
            }

            @Override
            public void warning(String text) {
                reasons.add(text);
            }
        }));
    }

    private <T extends AutoCloseable> T opened(T resource) {
        toClose.push(resource);
        return resource;
    }

    private static void on(TestRedis redis, Function<RedisCommands<String, String>, Object> work) {
        RedisClient client = RedisClient.create(redis.uri());
        try (var connection = client.connect()) {
            work.apply(connection.sync());
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
