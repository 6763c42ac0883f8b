package io.foyer.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A Cluster. The map of slots is read anew every few seconds and whenever a node says that it is wrong; connections to nodes
 * come back by themselves, and commands to one that is gone fail at once. A shop whose node is away does not concern the others.
 */
final class ClusterClient implements StoreClient {
    private static final Duration REFRESH_EVERY = Duration.ofSeconds(2);
    private static final Duration REFRESH_AGAIN_AFTER = Duration.ofMillis(500);
    private static final int REDIRECTS_MAX = 3;

    private final RedisClusterClient client;

    ClusterClient(ClientResources resources, List<RedisURI> seeds, ClientOptions options) {
        client = RedisClusterClient.create(resources, seeds);
        client.setOptions(ClusterClientOptions.builder(options)
                .autoReconnect(true)
                .maxRedirects(REDIRECTS_MAX)
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(REFRESH_EVERY)
                        .enableAllAdaptiveRefreshTriggers()
                        .adaptiveRefreshTriggersTimeout(REFRESH_AGAIN_AFTER)
                        .build())
                .build());
    }

    @Override
    public CompletionStage<Connection> connect() {
        return client.refreshPartitionsAsync()
                .thenCompose(known -> client.connectAsync(ByteArrayCodec.INSTANCE))
                .thenApply(opened -> new Connection(opened, opened.async()));
    }

    /** Single nodes come and go; the connection to the Cluster is never lost for good. */
    @Override
    public void onLost(Consumer<Object> gone) {}

    @Override
    public boolean isCluster() {
        return true;
    }

    @Override
    public void shutdown() {
        client.shutdown(Duration.ZERO, RedisStore.CLOSE_WITHIN);
    }
}
