package io.foyer.loadtest.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A gateway in a JVM of its own; ready when {@link #start} returns. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final GatewayConfig config;
    private final WorkDir dir;
    private final ChildProcess process;

    private GatewayProcess(GatewayConfig config, WorkDir dir, ChildProcess process) {
        this.config = config;
        this.dir = dir;
        this.process = process;
    }

    public static GatewayProcess start(GatewayConfig config, WorkDir dir) {
        return start(config, dir, new Launch(List.of(), List.of("-Xmx512m")));
    }

    /** Writes the config into {@code dir}, starts the gateway on it and waits until it is ready. */
    public static GatewayProcess start(GatewayConfig config, WorkDir dir, Launch launch) {
        Path file = dir.write(config.node() + ".yaml", config.toYaml());
        List<String> command = new ArrayList<>(launch.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(launch.jvmFlags());
        command.addAll(launch.program());
        command.addAll(List.of("run", "--config", file.toString()));
        ChildProcess process =
                ChildProcess.start("gateway " + config.node(), command, dir.resolve(config.node() + ".log"));
        try {
            Readiness.await(process, URI.create(config.opsUrl() + "/readyz"), PATIENCE);
        } catch (IllegalStateException notReady) {
            process.close();
            throw notReady;
        }
        return new GatewayProcess(config, dir, process);
    }

    public String url() {
        return config.url();
    }

    public GatewayConfig config() {
        return config;
    }

    /** Writes other rules into the file, which the gateway notices. */
    public void reconfigure(RoomRules rules) {
        dir.write(config.node() + ".yaml", config.with(rules).toYaml());
    }

    public ChildProcess process() {
        return process;
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }

    /**
     * How the JVM is started.
     *
     * @param prefix put before the java command, such as {@code taskset -c 0}
     * @param program what the JVM runs: a jar, or a class with its class path
     */
    public record Launch(List<String> prefix, List<String> jvmFlags, List<String> program) {
        public Launch {
            prefix = List.copyOf(prefix);
            jvmFlags = List.copyOf(jvmFlags);
            program = List.copyOf(program);
        }

        /** Of the gateway on the class path of this JVM. */
        public Launch(List<String> prefix, List<String> jvmFlags) {
            this(prefix, jvmFlags, List.of("-cp", System.getProperty("java.class.path"), "io.foyer.gateway.Main"));
        }
    }
}
