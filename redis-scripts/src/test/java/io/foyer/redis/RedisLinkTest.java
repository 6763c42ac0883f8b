package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When the store counts as up and as away. */
class RedisLinkTest {
    private final StoreEvents events = new StoreEvents();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private TestRedis redis;
    private RedisClient client;

    @BeforeEach
    void open() {
        redis = TestRedis.newer();
        client = RedisClient.create(redis.uri());
    }

    @AfterEach
    void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        scheduler.shutdownNow();
        redis.close();
    }

    @Test
    void start_connectionToldOfBeforeItCanBeUsed_isNotAway() {
        try (RedisLink link = link(1)) {
            link.start();
            await().until(link::isUp);
        }
        assertThat(events.all()).singleElement().asString().startsWith("up ");
    }

    @Test
    void start_severalProbesUnanswered_isAwayUntilOneIs() {
        try (RedisLink link = link(3)) {
            link.start();
            await().until(link::isUp);
        }
        assertThat(events.all()).hasSize(2);
        assertThat(events.all().get(0)).startsWith("down the store does not answer");
        assertThat(events.all().get(1)).startsWith("up ");
    }

    /** @param failing how many probes fail at first */
    private RedisLink link(int failing) {
        return new RedisLink(new Unready(failing), scheduler, events, List.of());
    }

    /** Connects to the server, whose first answers to probes are failures. */
    private final class Unready implements StoreClient {
        private final AtomicInteger failing;

        Unready(int failing) {
            this.failing = new AtomicInteger(failing);
        }

        @Override
        public CompletionStage<Connection> connect() {
            var opened = client.connect(ByteArrayCodec.INSTANCE);
            return CompletableFuture.completedStage(new Connection(opened, unready(opened.async())));
        }

        @SuppressWarnings("unchecked")
        private RedisClusterAsyncCommands<byte[], byte[]> unready(RedisClusterAsyncCommands<byte[], byte[]> real) {
            return (RedisClusterAsyncCommands<byte[], byte[]>) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {RedisClusterAsyncCommands.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("info") && failing.getAndDecrement() > 0) {
                            return rejected();
                        }
                        try {
                            return method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        private static RedisFuture<String> rejected() {
            AsyncCommand<byte[], byte[], String> info =
                    new AsyncCommand<>(new Command<>(CommandType.INFO, new StatusOutput<>(ByteArrayCodec.INSTANCE)));
            info.completeExceptionally(new RedisException("Currently not connected. Commands are rejected."));
            return info;
        }

        @Override
        public void onLost(Consumer<Object> gone) {}

        @Override
        public boolean isCluster() {
            return false;
        }

        @Override
        public void shutdown() {}
    }
}
