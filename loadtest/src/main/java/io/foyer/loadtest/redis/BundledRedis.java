package io.foyer.loadtest.redis;

import io.foyer.loadtest.process.ChildProcess;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.WorkDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import redis.embedded.RedisExecProvider;

/**
 * A real Redis on a loopback port, without persistence, gone with its data on {@link #close()}. Only the binary is taken from
 * the jar: started as our own child, it is never orphaned by a SIGTERM.
 */
public final class BundledRedis implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int CONNECT_TIMEOUT_MILLIS = 200;

    private final int port;
    private final ChildProcess process;

    private BundledRedis(int port, ChildProcess process) {
        this.port = port;
        this.process = process;
    }

    public static BundledRedis start(WorkDir dir) {
        return start(dir, List.of());
    }

    /** @param prefix put before the command, such as {@code taskset -c 1} */
    public static BundledRedis start(WorkDir dir, List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.add(binary());
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        return started(dir, command, FreePorts.next());
    }

    /** One of several. @param options as on its command line, a config file first */
    public static BundledRedis start(WorkDir dir, int port, List<String> options) {
        List<String> command = new ArrayList<>(List.of(binary()));
        command.addAll(options);
        return started(dir, command, port);
    }

    private static BundledRedis started(WorkDir dir, List<String> command, int port) {
        command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
        command.addAll(List.of("--dir", dir.path().toString()));
        BundledRedis redis = new BundledRedis(
                port, ChildProcess.start("redis-server", command, dir.resolve("redis-" + port + ".log")));
        redis.awaitReady();
        return redis;
    }

    public int port() {
        return port;
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    private static String binary() {
        try {
            return RedisExecProvider.defaultProvider().get().getAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException("no bundled redis-server for this machine: " + e.getMessage(), e);
        }
    }

    private void awaitReady() {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        while (!accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadlineNanos) {
                process.close();
                throw new IllegalStateException(process + " does not accept connections:\n" + process.logTail());
            }
            Thread.onSpinWait();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }
}
