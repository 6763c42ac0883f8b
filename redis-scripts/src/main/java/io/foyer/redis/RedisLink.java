package io.foyer.redis;

import io.foyer.admission.line.StoreUnavailableException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the store, and whether it is worth using: up only after the server has said what it is and has the
 * scripts, down when the connection breaks or commands go unanswered. Commands run in the order in which they are sent, but for
 * those that find that a running server has dropped its scripts. While down, commands fail at once and a probe looks again four times a
 * second. All changes of state happen on {@code scheduler}, a single thread; commands run on the caller's.
 */
final class RedisLink implements ScriptRunner, AutoCloseable {
    private static final long TICK_MILLIS = 250;
    /** So many commands in a row without an answer, and the server counts as gone. */
    private static final int UNANSWERED_MAX = 3;
    /** A connection may be told of before it can be used, so one probe that fails is no news. */
    private static final int PROBES_UNTOLD = 1;
    /** So many probes in a row without an answer, and the connection is given up for a new one. */
    private static final int PROBES_MAX = 4;

    private final StoreClient client;
    private final ScheduledExecutorService scheduler;
    private final StoreListener listener;
    private final List<Script> scripts;
    private final AtomicInteger unanswered = new AtomicInteger();
    private @Nullable ScheduledFuture<?> ticks;
    private StoreClient.@Nullable Connection connection;
    private boolean busy;
    private boolean closed;
    private int failedProbes;
    private String downReason = "";

    /** The connection while up; the only state that other threads see. */
    private volatile StoreClient.@Nullable Connection usable;

    RedisLink(StoreClient client, ScheduledExecutorService scheduler, StoreListener listener, List<Script> scripts) {
        this.client = client;
        this.scheduler = scheduler;
        this.listener = listener;
        this.scripts = scripts;
    }

    void start() {
        client.onLost(gone -> scheduler.execute(() -> lost(gone)));
        ticks = scheduler.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    boolean isUp() {
        return usable != null;
    }

    @Override
    public CompletionStage<List<Object>> run(Script script, byte[][] keys, byte[][] arguments) {
        StoreClient.Connection target = usable;
        if (target == null) {
            return CompletableFuture.failedStage(new StoreUnavailableException("the store is away", null));
        }
        CompletionStage<List<Object>> sent =
                target.commands().evalsha(script.sha1(), ScriptOutputType.MULTI, keys, arguments);
        return sent.exceptionallyCompose(failure -> cause(failure) instanceof RedisNoScriptException
                        ? target.commands().<List<Object>>eval(script.bytes(), ScriptOutputType.MULTI, keys, arguments)
                        : CompletableFuture.failedStage(failure))
                .handle((reply, failure) -> {
                    if (failure == null) {
                        unanswered.set(0);
                        return reply;
                    }
                    throw failed(script, target, cause(failure));
                });
    }

    @Override
    public CompletionStage<Long> replicated(int replicas, long timeoutMillis) {
        StoreClient.Connection target = usable;
        return target == null
                ? CompletableFuture.failedStage(new StoreUnavailableException("the store is away", null))
                : target.commands().waitForReplication(replicas, timeoutMillis);
    }

    private RuntimeException failed(Script script, StoreClient.Connection target, Throwable failure) {
        // Of a Cluster, one silent node is no reason to give up the others.
        boolean silent = failure instanceof RedisCommandTimeoutException && !client.isCluster();
        if (silent && unanswered.incrementAndGet() >= UNANSWERED_MAX) {
            scheduler.execute(() -> down("the store does not answer"));
        }
        if (StoreFailures.isMisplaced(failure)) {
            scheduler.execute(() -> {
                if (target == connection) {
                    down("the server changed its role");
                    discard(target);
                }
            });
        }
        return StoreFailures.translate(script.name(), failure);
    }

    private void tick() {
        if (busy || closed || usable != null) {
            return;
        }
        busy = true;
        try {
            if (connection == null) {
                connect();
            } else {
                probe(connection);
            }
        } catch (RuntimeException e) {
            busy = false;
            down("cannot connect: " + StoreFailures.describe(e));
        }
    }

    private void connect() {
        var unused = client.connect()
                .whenCompleteAsync(
                        (opened, failure) -> {
                            busy = false;
                            if (failure != null) {
                                down("cannot connect: " + StoreFailures.describe(cause(failure)));
                            } else if (closed) {
                                release(opened);
                            } else {
                                connection = opened;
                                failedProbes = 0;
                                tick();
                            }
                        },
                        scheduler);
    }

    private void probe(StoreClient.Connection target) {
        var unused = target.commands()
                .info()
                .whenCompleteAsync(
                        (info, failure) -> {
                            busy = false;
                            if (target != connection) {
                                return;
                            }
                            if (failure != null) {
                                probeFailed(target, StoreFailures.describe(cause(failure)));
                            } else {
                                judge(target, new ServerFitness(info, client.isCluster()));
                            }
                        },
                        scheduler);
    }

    private void probeFailed(StoreClient.Connection target, String reason) {
        failedProbes++;
        if (failedProbes > PROBES_UNTOLD) {
            down("the store does not answer: " + reason);
        }
        if (failedProbes >= PROBES_MAX) {
            discard(target);
        }
    }

    private void judge(StoreClient.Connection target, ServerFitness server) {
        server.problem()
                .ifPresentOrElse(
                        problem -> {
                            down(problem);
                            discard(target);
                        },
                        () -> loadScripts(target, server));
    }

    /** A script that had to be sent again would run after one that was sent later. */
    private void loadScripts(StoreClient.Connection target, ServerFitness server) {
        busy = true;
        CompletableFuture<?>[] loads = scripts.stream()
                .map(script -> target.commands().scriptLoad(script.bytes()).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        var unused = CompletableFuture.allOf(loads)
                .whenCompleteAsync(
                        (loaded, failure) -> {
                            busy = false;
                            if (target != connection) {
                                return;
                            }
                            if (failure != null) {
                                probeFailed(target, StoreFailures.describe(cause(failure)));
                            } else {
                                up(target, server);
                            }
                        },
                        scheduler);
    }

    private void up(StoreClient.Connection target, ServerFitness server) {
        unanswered.set(0);
        failedProbes = 0;
        downReason = "";
        usable = target;
        listener.up(server.toString());
        server.warnings().forEach(listener::warning);
    }

    private void lost(Object gone) {
        if (connection != null && gone == connection.handle()) {
            connection = null;
            down("the connection to the store broke");
        }
    }

    private void discard(StoreClient.Connection target) {
        connection = null;
        usable = null;
        release(target);
    }

    private static void release(StoreClient.Connection done) {
        var unused = done.handle().closeAsync();
    }

    private void down(String reason) {
        usable = null;
        if (!closed && !reason.equals(downReason)) {
            downReason = reason;
            listener.down(reason);
        }
    }

    @Override
    public void close() {
        scheduler.execute(() -> {
            closed = true;
            usable = null;
            if (ticks != null) {
                ticks.cancel(false);
            }
        });
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
