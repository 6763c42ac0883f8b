package io.foyer.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ChildProcessIT {
    @Test
    void close_runningProcess_endsIt() {
        try (WorkDir dir = WorkDir.create()) {
            ChildProcess sleeper = ChildProcess.start("sleep", List.of("sleep", "600"), dir.resolve("log"));
            assertThat(sleeper.isAlive()).isTrue();
            sleeper.close();
            assertThat(sleeper.isAlive()).isFalse();
        }
    }

    @Test
    void parentToldToEnd_childEndsToo() throws Exception {
        try (WorkDir dir = WorkDir.create()) {
            Path pidFile = dir.resolve("pid");
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Parent.class.getName(),
                    pidFile.toString());
            ChildProcess parent = ChildProcess.start("parent", command, dir.resolve("log"));
            await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(pidFile) && Files.size(pidFile) > 0);
            ProcessHandle grandchild =
                    ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();

            parent.close();

            await().atMost(Duration.ofSeconds(10)).until(() -> !grandchild.isAlive());
        }
    }

    @Test
    void await_processThatEnds_failsAtOnceWithItsLog() {
        try (WorkDir dir = WorkDir.create()) {
            ChildProcess failing = ChildProcess.start(
                    "failing", List.of("sh", "-c", "echo the port is taken; exit 3"), dir.resolve("log"));
            URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next() + "/readyz");
            assertThatThrownBy(() -> Readiness.await(failing, nobody, Duration.ofMinutes(1)))
                    .hasMessageContaining("ended before it was ready")
                    .hasMessageContaining("the port is taken");
        }
    }

    /** A JVM with a child, to be told to end. */
    static final class Parent {
        public static void main(String[] args) throws Exception {
            Path pidFile = Path.of(args[0]);
            ChildProcess child =
                    ChildProcess.start("sleep", List.of("sleep", "600"), pidFile.resolveSibling("child.log"));
            Files.writeString(pidFile, Long.toString(child.pid()));
            Thread.sleep(600_000);
        }
    }
}
