package io.foyer.loadtest.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.loadtest.process.ChildProcess;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.WorkDir;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The product's jar under what systemd does for {@code foyer.service} and {@code foyer.socket}, played by a few lines of Perl:
 * sockets passed by sd_listen_fds(3), states told by sd_notify(3), and another process on the same socket when one has ended.
 */
final class SystemdIT {
    private static final Path JAR = Path.of("../gateway/target/foyer.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Prints what it is told, line by line, and runs the command again each time it has ended well. */
    private static final String SUPERVISOR = """
            use strict; use Socket; use Fcntl; use POSIX ();
            $| = 1;
            my ($port, $path, $runs, @command) = @ARGV;
            socket(my $web, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
            setsockopt($web, SOL_SOCKET, SO_REUSEADDR, 1);
            bind($web, sockaddr_in($port, INADDR_LOOPBACK)) or die "bind: $!";
            listen($web, 128);
            fcntl($web, F_SETFL, fcntl($web, F_GETFL, 0) | O_NONBLOCK);
            socket(my $told, PF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
            bind($told, sockaddr_un($path)) or die "bind: $!";
            my $child;
            $SIG{TERM} = sub { $runs = 0; kill 'TERM', $child };
            while ($runs-- > 0) {
                defined($child = fork()) or die "fork: $!";
                if (!$child) {
                    POSIX::dup2(fileno($web), 3);
                    fcntl($web, F_SETFD, 0);
                    $ENV{LISTEN_FDS} = 1; $ENV{LISTEN_PID} = $$; $ENV{NOTIFY_SOCKET} = $path; $ENV{WATCHDOG_USEC} = 2_000_000;
                    exec @command or die "exec: $!";
                }
                print "started $child\\n";
                my $ended = 0;
                while (!$ended) {
                    my $ready = ''; vec($ready, fileno($told), 1) = 1;
                    if (select($ready, undef, undef, 0.05) > 0 && defined recv($told, my $text, 4096, 0)) {
                        print "told $_\\n" for split /\\n/, $text;
                    }
                    $ended = waitpid($child, POSIX::WNOHANG()) == $child;
                }
                print "ended ", $? >> 8, "\\n";
            }
            """;

    private static final String CONFIG = """
            version: 1
            listeners: [ { name: web, bind: fd:3 } ]
            ops: { bind: 127.0.0.1:OPS }
            drain: { announce: 0s, limit: 5s }
            store: { redis: { uri: redis://127.0.0.1:1 } }
            signing: { keys-file: keys.json }
            shops:
              - name: arena
                hosts: [localhost]
                upstream: { type: http, zones: [ { name: a, servers: ["http://127.0.0.1:1"] } ] }
                routes: [ { path: /orders, methods: [POST], action: order } ]
                budget: { orders-per-minute: 60 }
            """;

    private final WorkDir dir = WorkDir.create();
    private final int port = FreePorts.next();
    private ChildProcess systemd;

    @BeforeEach
    void start() {
        String config = dir.write("foyer.yaml", CONFIG.replace("OPS", Integer.toString(FreePorts.next())))
                .toString();
        systemd = ChildProcess.start(
                "systemd",
                List.of(
                        "perl",
                        "-e",
                        SUPERVISOR,
                        Integer.toString(port),
                        dir.resolve("notify").toString(),
                        "2",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        JAR.toString(),
                        "run",
                        "--config",
                        config),
                dir.resolve("systemd.log"));
    }

    @AfterEach
    void end() {
        systemd.close();
        dir.close();
    }

    @Test
    void restart_onSystemdsSocket_refusesNoConnection_andTellsItsStates() throws Exception {
        await().atMost(PATIENCE).until(() -> !pids().isEmpty());
        assertThat(ask().get().statusCode()).as("asked before it had started").isEqualTo(503);
        awaitLine("told READY=1", 1);
        awaitLine("told WATCHDOG=1", 1);

        // As `systemctl restart` does; who comes meanwhile waits in the socket's backlog.
        ProcessHandle first = ProcessHandle.of(pids().get(0)).orElseThrow();
        first.destroy();
        awaitLine("ended 0", 1);
        awaitLine("told STOPPING=1", 1);
        assertThat(ask().get().statusCode()).isEqualTo(503);
        awaitLine("told READY=1", 2);
        assertThat(pids()).hasSize(2).doesNotHaveDuplicates();
    }

    private CompletableFuture<HttpResponse<String>> ask() {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/"))
                .header("Accept", "text/html")
                .timeout(PATIENCE)
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    private List<Long> pids() {
        return lines().stream()
                .filter(line -> line.startsWith("started "))
                .map(line -> Long.valueOf(line.substring("started ".length())))
                .toList();
    }

    private void awaitLine(String line, int times) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines().stream().filter(line::equals))
                        .as(systemd.logTail())
                        .hasSizeGreaterThanOrEqualTo(times));
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(systemd.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
