package io.foyer.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One server, or the master that Sentinel names: asked anew at each connect. A connection that breaks stays broken; the link
 * makes another, so that a new server is looked at before it is used.
 */
final class SingleClient implements StoreClient {
    private final RedisClient client;
    private final RedisURI uri;

    SingleClient(ClientResources resources, RedisURI uri, ClientOptions options) {
        this.uri = uri;
        client = RedisClient.create(resources);
        client.setOptions(options);
    }

    @Override
    public CompletionStage<Connection> connect() {
        return client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                .thenApply(opened -> new Connection(opened, opened.async()));
    }

    @Override
    public void onLost(Consumer<Object> gone) {
        client.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> handle) {
                gone.accept(handle);
            }
        });
    }

    @Override
    public boolean isCluster() {
        return false;
    }

    @Override
    public void shutdown() {
        client.shutdown(Duration.ZERO, RedisStore.CLOSE_WITHIN);
    }
}
