package io.foyer.redis;

import io.foyer.admission.line.LineStore;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The store of the line on one Redis server, on the master that Sentinel names, or on a Cluster, where all keys of a shop are on
 * one node. Opening does not wait: commands fail at once until the server has answered and is fit, and again whenever it is away.
 */
public final class RedisStore implements AutoCloseable {
    /** Commands sent and not yet answered; more are refused. A second's worth at full load takes a few hundred. */
    static final int REQUESTS_MAX = 4_096;

    /** For the nodes of a Cluster; otherwise the link decides. */
    private static final Duration RECONNECT_FIRST = Duration.ofMillis(50);

    private static final Duration RECONNECT_MAX = Duration.ofSeconds(1);

    /** To connect takes several exchanges, and a gateway that has just started is slow. */
    private static final Duration HANDSHAKE_LEAST = Duration.ofSeconds(1);

    static final Duration CLOSE_WITHIN = Duration.ofSeconds(2);

    private final ClientResources resources;
    private final StoreClient client;
    private final RedisLink link;
    private final LineStore line;

    private RedisStore(RedisSettings settings, StoreListener listener, UnaryOperator<String> texts) {
        resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.exponential(RECONNECT_FIRST, RECONNECT_MAX, 2, TimeUnit.MILLISECONDS))
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .build();
        client = client(settings);
        LineScripts scripts = LineScripts.load(texts);
        link = new RedisLink(client, resources.eventExecutorGroup().next(), listener, scripts.all());
        line = new RedisLineStore(link, scripts, settings);
        link.start();
    }

    private StoreClient client(RedisSettings settings) {
        List<RedisURI> addresses = RedisAddress.parseAll(settings.uri());
        Duration handshake = settings.timeout().compareTo(HANDSHAKE_LEAST) > 0 ? settings.timeout() : HANDSHAKE_LEAST;
        for (RedisURI uri : addresses) {
            uri.setTimeout(handshake);
            // Servers before 7.2 answer an error to being told who we are.
            uri.setLibraryName("");
            uri.setLibraryVersion("");
        }
        ClientOptions options = options(settings.timeout());
        return RedisAddress.isCluster(settings.uri())
                ? new ClusterClient(resources, addresses, options)
                : new SingleClient(resources, addresses.get(0), options);
    }

    public static RedisStore open(RedisSettings settings, StoreListener listener) {
        return new RedisStore(settings, listener, Script::resource);
    }

    /** For tests, which bring their own clock. */
    static RedisStore open(RedisSettings settings, StoreListener listener, UnaryOperator<String> texts) {
        return new RedisStore(settings, listener, texts);
    }

    /** Threads: any; see {@link LineStore}. */
    public LineStore line() {
        return line;
    }

    /** Whether commands are being sent. */
    public boolean isUp() {
        return link.isUp();
    }

    /** Blocks for at most two seconds. */
    @Override
    public void close() {
        link.close();
        client.shutdown();
        resources
                .shutdown(0, CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_WITHIN.toMillis());
    }

    /**
     * Lettuce's defaults queue commands without end and repeat them after a reconnect; here a command is sent once on a
     * live connection or fails. The link reconnects by itself, so that a new server is looked at before it is used.
     */
    private static ClientOptions options(Duration timeout) {
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(REQUESTS_MAX)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.enabled(timeout))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofSeconds(1))
                        .tcpNoDelay(true)
                        .build())
                .build();
    }
}
