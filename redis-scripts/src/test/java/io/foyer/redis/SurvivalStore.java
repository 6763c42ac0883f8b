package io.foyer.redis;

import io.foyer.admission.line.LineStore;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

/** A real Redis whose data can be kept, lost and put back, and whose lineage changes as at a restart or a promotion. */
final class SurvivalStore implements AutoCloseable {
    private final RedisLineFixture fixture;
    private final RedisClient client;
    private final RedisCommands<byte[], byte[]> bytes;
    private long nowMillis;
    private long lineage = 1;

    /** All keys at one time. */
    record Backup(Map<byte[], byte[]> dumps) {}

    SurvivalStore(String uri, BinaryOperator<String> edit) {
        fixture = new RedisLineFixture(uri, edit);
        client = RedisClient.create(uri);
        bytes = client.connect(ByteArrayCodec.INSTANCE).sync();
    }

    LineStore line() {
        return fixture.line();
    }

    void setTime(long millis) {
        nowMillis = millis;
        fixture.setTime(millis);
    }

    Backup backup() {
        Map<byte[], byte[]> dumps = new HashMap<>();
        for (byte[] key : bytes.keys("foyer:*")) {
            dumps.put(key, bytes.dump(key));
        }
        return new Backup(dumps);
    }

    void restore(Backup backup) {
        wipe();
        backup.dumps().forEach((key, dump) -> bytes.restore(key, dump, RestoreArgs.Builder.ttl(604_800_000)));
        changeLineage();
    }

    /** FLUSHALL: the server lives on. */
    void wipe() {
        bytes.flushall();
        fixture.setTime(nowMillis);
        fixture.setLineage("b" + lineage);
    }

    void changeLineage() {
        lineage++;
        fixture.setLineage("b" + lineage);
    }

    @Override
    public void close() {
        fixture.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
}
