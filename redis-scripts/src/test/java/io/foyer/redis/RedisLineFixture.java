package io.foyer.redis;

import io.foyer.admission.line.LineFixture;
import io.foyer.admission.line.LineStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The scripts as they are, but for two of their includes: the clock and the lineage come from keys that the tests set.
 */
final class RedisLineFixture implements LineFixture {
    private static final String TEST_CLOCK = """
            if redis.replicate_commands then redis.replicate_commands() end
            local function now_millis() return tonumber(redis.call('GET', 'test-clock')) end
            """;
    private static final String TEST_LINEAGE =
            "local function lineage() return redis.call('GET', 'test-lineage') end\n";

    private final RedisClient client;
    private final RedisCommands<String, String> commands;
    private final RedisStore store;

    RedisLineFixture(String uri) {
        client = RedisClient.create(uri);
        commands = client.connect().sync();
        commands.flushall();
        store = RedisStore.open(
                new RedisSettings(uri, Duration.ofSeconds(5)), new SilentListener(), RedisLineFixture::include);
        Awaitility.await().until(store::isUp);
    }

    private static String include(String name) {
        return switch (name) {
            case "clock" -> TEST_CLOCK;
            case "lineage" -> TEST_LINEAGE;
            default -> Script.include(name);
        };
    }

    RedisCommands<String, String> commands() {
        return commands;
    }

    @Override
    public LineStore line() {
        return store.line();
    }

    @Override
    public void setTime(long millis) {
        commands.set("test-clock", Long.toString(millis));
    }

    @Override
    public void setLineage(String lineage) {
        commands.set("test-lineage", lineage);
    }

    @Override
    public void close() {
        store.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    static final class SilentListener implements StoreListener {
        @Override
        public void up(String server) {}

        @Override
        public void down(String reason) {}

        @Override
        public void warning(String text) {}
    }
}
