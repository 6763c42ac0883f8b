package io.foyer.redis;

import io.foyer.admission.line.LineFixture;
import io.foyer.admission.line.LineStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.function.BinaryOperator;
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
        this(uri, (name, text) -> text);
    }

    /** @param edit changes the text of a script or include, to break what it promises */
    RedisLineFixture(String uri, BinaryOperator<String> edit) {
        client = RedisClient.create(uri);
        commands = client.connect().sync();
        commands.flushall();
        store = RedisStore.open(
                new RedisSettings(uri, Duration.ofSeconds(5)),
                new SilentListener(),
                name -> edit.apply(name, text(name)));
        Awaitility.await().until(store::isUp);
    }

    private static String text(String name) {
        return switch (name) {
            case "include/clock" -> TEST_CLOCK;
            case "include/lineage" -> TEST_LINEAGE;
            default -> Script.resource(name);
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
