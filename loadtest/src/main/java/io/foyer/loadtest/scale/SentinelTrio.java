package io.foyer.loadtest.scale;

import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.WorkDir;
import io.foyer.loadtest.redis.BundledRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** A master and a replica with three sentinels that watch them, all on this machine. */
final class SentinelTrio implements AutoCloseable {
    private static final String NAME = "tickets";
    private static final int SENTINELS = 3;
    private static final long LOOK_MILLIS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<BundledRedis> processes = new ArrayDeque<>();
    private final StringBuilder uri = new StringBuilder("redis+sentinel://");
    private final BundledRedis master;

    private SentinelTrio(WorkDir dir) {
        master = opened(BundledRedis.start(dir, FreePorts.next(), List.of("--save", "")));
    }

    /** @param downAfter how long the master may be silent before the sentinels replace it */
    static SentinelTrio start(WorkDir dir, Duration downAfter) throws IOException, InterruptedException {
        SentinelTrio trio = new SentinelTrio(dir);
        try {
            trio.startOthers(dir, downAfter);
            return trio;
        } catch (IOException | InterruptedException | RuntimeException e) {
            trio.close();
            throw e;
        }
    }

    private void startOthers(WorkDir dir, Duration downAfter) throws IOException, InterruptedException {
        String port = Integer.toString(master.port());
        opened(BundledRedis.start(dir, FreePorts.next(), List.of("--save", "", "--replicaof", "127.0.0.1", port)));
        try (RedisProbe probe = new RedisProbe(master.port())) {
            await("the replica has not caught up", probe::hasReplica);
        }
        for (int i = 0; i < SENTINELS; i++) {
            int own = FreePorts.next();
            dir.write("sentinel-" + own + ".conf", """
                    sentinel monitor %s 127.0.0.1 %s 2
                    sentinel down-after-milliseconds %s %d
                    sentinel failover-timeout %s 6000
                    """.formatted(NAME, port, NAME, downAfter.toMillis(), NAME));
            String file = dir.resolve("sentinel-" + own + ".conf").toString();
            opened(BundledRedis.start(dir, own, List.of(file, "--sentinel")));
            uri.append(i == 0 ? "" : ",").append("127.0.0.1:").append(own);
        }
        for (BundledRedis sentinel : processes.stream().limit(SENTINELS).toList()) {
            try (RedisProbe probe = new RedisProbe(sentinel.port())) {
                await("a sentinel does not know the others", () -> {
                    String known = probe.sentinelMaster(NAME);
                    return known.contains("num-other-sentinels\n$1\n2\n") && known.contains("num-slaves\n$1\n1\n");
                });
            }
        }
    }

    private BundledRedis opened(BundledRedis redis) {
        processes.push(redis);
        return redis;
    }

    String uri() {
        return uri + "/0#" + NAME;
    }

    /** SIGKILL. */
    void killMaster() {
        master.process().kill();
    }

    private interface Check {
        boolean holds() throws IOException;
    }

    private static void await(String otherwise, Check check) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!check.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise + " after " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    @Override
    public void close() {
        while (!processes.isEmpty()) {
            processes.pop().close();
        }
    }
}
