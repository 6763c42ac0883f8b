package io.foyer.redis;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** How to reach the store: one server, the master that Sentinel names, or a Cluster. */
interface StoreClient {
    /** A connection with its commands. A Cluster's sends each command to the node that has its shop. */
    record Connection(StatefulConnection<byte[], byte[]> handle, RedisClusterAsyncCommands<byte[], byte[]> commands) {}

    CompletionStage<Connection> connect();

    /** @param gone hears of a connection that broke for good, on any thread */
    void onLost(Consumer<Object> gone);

    boolean isCluster();

    void shutdown();
}
