package io.foyer.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import redis.embedded.RedisExecProvider;

/** A real Redis on a port of its own, which it keeps when it is started again. */
final class LocalRedis {
    /** A port that was free may be somebody else's by the time Redis asks for it. */
    private static final int TRIES = 5;

    private final Path folder;
    private final int port;
    private Process process;

    private LocalRedis(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        process = spawn();
    }

    static LocalRedis start(Path folder) throws IOException, InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            LocalRedis redis = new LocalRedis(folder, freePort());
            if (redis.comesUp()) {
                return redis;
            }
            redis.stop();
        }
        throw new IOException("Redis does not start, see " + folder.resolve("redis.log"));
    }

    int port() {
        return port;
    }

    void startAgain() throws IOException {
        process = spawn();
        if (!comesUp()) {
            throw new IOException("Redis does not start again, see " + folder.resolve("redis.log"));
        }
    }

    private Process spawn() throws IOException {
        String binary = RedisExecProvider.defaultProvider().get().getAbsolutePath();
        return new ProcessBuilder(
                        binary,
                        "--bind",
                        "127.0.0.1",
                        "--port",
                        Integer.toString(port),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--dir",
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("redis.log").toFile())
                .start();
    }

    /** Whether it answers; if not, it has ended. */
    private boolean comesUp() {
        await().until(() -> !process.isAlive() || isAnswering());
        return process.isAlive();
    }

    private boolean isAnswering() {
        try {
            return send("PING", 500).startsWith("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** A command without arguments that hold a space. */
    String send(String command) throws IOException {
        return send(command, 10_000);
    }

    private String send(String command, int timeoutMillis) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(timeoutMillis);
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    /** It comes up again without what it knew. */
    void loseData() throws IOException, InterruptedException {
        stop();
        try (Stream<Path> files = Files.walk(folder.resolve("appendonlydir"))) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                Files.delete(path);
            }
        }
        startAgain();
    }

    /** {@code STOP} makes it hang, {@code CONT} go on. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    void stop() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
