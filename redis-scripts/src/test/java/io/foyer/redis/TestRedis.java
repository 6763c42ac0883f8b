package io.foyer.redis;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.AclCategory;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/** A real redis-server of its own for a test class; removed at the end. */
final class TestRedis implements AutoCloseable {
    private final Path binary;
    private final Path folder;
    private final int port;
    private @Nullable Process process;

    private final List<String> extra;
    private final String configFile;

    private TestRedis(Path binary, List<String> extra) {
        this(binary, extra, "");
    }

    /** @param configFile the empty string for none */
    private TestRedis(Path binary, List<String> extra, String configFile) {
        this.configFile = configFile;
        try {
            this.binary = binary;
            this.extra = extra;
            folder = Files.createTempDirectory("foyer-redis");
            port = freePort();
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 7.0, from the jar that brings it. @param options as on its command line */
    static TestRedis newer(String... options) {
        try {
            return new TestRedis(RedisExecProvider.defaultProvider().get().toPath(), List.of(options));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 6.2, which the build unpacks. */
    static TestRedis older() {
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        try (Stream<Path> files = Files.walk(Path.of("target/redis-6.2"))) {
            Path found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(arm ? "arm64" : "amd64"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no Redis 6.2: build with Maven"));
            found.toFile().setExecutable(true);
            return new TestRedis(found, List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String uri() {
        return "redis://127.0.0.1:" + port;
    }

    /** Returns when the server takes connections. */
    void start() {
        List<String> command = new ArrayList<>(List.of(binary.toAbsolutePath().toString()));
        if (!configFile.isEmpty()) {
            command.add(configFile);
        }
        command.addAll(List.of("--bind", "127.0.0.1", "--port", Integer.toString(port), "--dir", folder.toString()));
        if (configFile.isEmpty()) {
            command.addAll(List.of("--save", "", "--appendonly", "yes"));
        }
        command.addAll(extra);
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        await().pollInterval(Duration.ofMillis(10)).until(this::isListening);
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return port;
    }

    /** Where it keeps its files. */
    Path folder() {
        return folder;
    }

    /** Three of them agree on who is the master; each writes its own file, so each has a folder of its own. */
    static TestRedis sentinel(int masterPort) {
        try {
            Path file = Files.createTempFile("foyer-sentinel", ".conf");
            Files.writeString(
                    file,
                    String.join(
                            "\n",
                            "sentinel monitor tickets 127.0.0.1 " + masterPort + " 2",
                            "sentinel down-after-milliseconds tickets 1000",
                            "sentinel failover-timeout tickets 3000",
                            ""));
            file.toFile().deleteOnExit();
            return new TestRedis(
                    RedisExecProvider.defaultProvider().get().toPath(), List.of("--sentinel"), file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        process.destroyForcibly();
    }

    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of an ACL user, by docs/operations.md. */
    static AclSetuserArgs rightsThatTheDocsAskFor(String password) {
        return AclSetuserArgs.Builder.on()
                .addPassword(password)
                .keyPattern("foyer:*")
                .addCategory(AclCategory.READ)
                .addCategory(AclCategory.WRITE)
                .addCategory(AclCategory.SCRIPTING)
                .addCategory(AclCategory.CONNECTION)
                .addCommand(CommandType.INFO)
                .addCommand(CommandType.TIME)
                .addCommand(CommandType.WAIT);
    }

    /** A Cluster's nodes talk on a port 10,000 above their own, which has to be one as well. */
    private static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (socket.getLocalPort() < 55_000) {
                    return socket.getLocalPort();
                }
            }
        }
    }
}
