package io.foyer.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.foyer.gateway.config.ConfigFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FoyerCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<Path> launched = new ArrayList<>();
    private ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(directory);
    }

    private int foyer(String... args) {
        return foyer((file, reader, start) -> launched.add(file) ? 7 : 0, args);
    }

    private int foyer(Launcher launcher, String... args) {
        CommandLine command = FoyerCommand.commandLine(launcher, ConfigFixture.reader());
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(args);
    }

    private String valid() {
        return fixture.write(ConfigFixture.VALID).toString();
    }

    private String invalid() {
        return fixture.write(
                        ConfigFixture.VALID.replace("version: 1", "version: 2").replace("message", "mesage"))
                .toString();
    }

    @Test
    void checkConfig_validFile_exits0() {
        String file = valid();
        assertThat(foyer("check-config", file)).isZero();
        assertThat(out).asString().endsWith(file + ": valid\n");
        assertThat(err).asString().isEmpty();
    }

    @Test
    void checkConfig_faultyFile_exits1WithAllProblems() {
        String file = invalid();
        assertThat(foyer("check-config", file)).isEqualTo(1);
        assertThat(out)
                .asString()
                .contains(
                        file + ":1:10: version: 2 (expected: 1)\n",
                        file + ":20:5: shops[0].mesage: unknown key (did you mean 'message'?)\n");
    }

    @Test
    void checkConfig_json_hasFieldsForEachProblem() {
        assertThat(foyer("check-config", "--format", "json", invalid())).isEqualTo(1);
        assertThat(out)
                .asString()
                .contains("\"valid\" : false", "\"line\" : 20", "\"column\" : 5", "\"severity\" : \"error\"");
    }

    @Test
    void config_printsSchemaExampleAndEffective() {
        assertThat(foyer("config", "schema")).isZero();
        assertThat(out).asString().startsWith("{").contains("draft-07");
        assertThat(foyer("config", "example")).isZero();
        assertThat(out).asString().contains("# yaml-language-server: $schema");
        assertThat(foyer("config", "effective", "--config", valid())).isZero();
        assertThat(out).asString().contains("orders-per-5s: 20");
        assertThat(foyer("config", "effective", "--config", invalid())).isEqualTo(1);
        assertThat(err).asString().contains("version: 2 (expected: 1)");
    }

    @Test
    void codesCreate_printsOneCodeALineForALaneOnly() {
        String file = fixture.write(ConfigFixture.VALID.replace(
                        "message: Hello",
                        "rooms: [ { name: final, paths: [/final] }, { name: members, lane-of: final } ]"))
                .toString();
        String[] create = {"codes", "create", "--config", file, "--shop", "arena", "--expires", "30d", "--lane"};
        assertThat(foyer(with(create, "members", "--count", "3"))).isZero();
        assertThat(out.toString().lines())
                .hasSize(3)
                .doesNotHaveDuplicates()
                .allMatch(line -> line.split("\\.").length == 3);

        out.getBuffer().setLength(0);
        String members = fixture.file("members.txt", "4711\n4712\n4711\n").toString();
        assertThat(foyer(with(create, "members", "--identities", members))).isZero();
        List<String> codes = out.toString().lines().toList();
        assertThat(codes).hasSize(3);

        assertThat(foyer(with(create, "final"))).isEqualTo(2);
        assertThat(err).asString().contains("room final is open to everybody");
        assertThat(foyer(with(create, "members", "--uses", "0"))).isEqualTo(2);
    }

    private static String[] with(String[] command, String... more) {
        return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void run_validFile_isLaunched() {
        String file = valid();
        assertThat(foyer("run", "--config", file))
                .as("the launcher's exit code")
                .isEqualTo(7);
        assertThat(launched).containsExactly(Path.of(file));
    }

    @Test
    void run_faultyFile_exits1WithProblemsOnStderr() {
        assertThat(foyer("run", "--config", invalid())).isEqualTo(1);
        assertThat(launched).isEmpty();
        assertThat(out).asString().isEmpty();
        assertThat(err).asString().contains(":1:10: version: 2 (expected: 1)", ":20:5: ");
    }

    @Test
    void run_launcherFails_exits1WithItsMessage() {
        int code = foyer(
                (file, reader, start) -> {
                    throw new IOException("listener web: 127.0.0.1:80: address already in use");
                },
                "run",
                "--config",
                valid());
        assertThat(code).isEqualTo(1);
        assertThat(err).asString().isEqualTo("foyer: listener web: 127.0.0.1:80: address already in use\n");
    }

    @Test
    void usage_wrong_exits2() {
        assertThat(foyer()).isEqualTo(2);
        assertThat(foyer("nonsense")).isEqualTo(2);
        assertThat(foyer("run")).isEqualTo(2);
        assertThat(foyer("config")).isEqualTo(2);
        assertThat(foyer("pause", "--room", "main")).isEqualTo(2);
        assertThat(foyer("check-config", "--format", "xml", valid())).isEqualTo(2);
        assertThat(out).asString().isEmpty();
    }

    @Test
    void versionAndHelp_exit0OnStdout() {
        assertThat(foyer("--version")).isZero();
        assertThat(foyer("--help")).isZero();
        assertThat(out).asString().startsWith("foyer ").contains("check-config", "healthcheck", "resume");
    }

    @Test
    void ops_commands_askTheGateway() throws IOException {
        List<String> asked = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            boolean ready = !exchange.getRequestURI().getPath().equals("/readyz");
            byte[] body = "{\"ready\":false}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(ready ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String ops = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            String token = fixture.file("token", "a-token\n").toString();
            assertThat(foyer("healthcheck", "--ops", ops)).isEqualTo(1);
            assertThat(err).asString().contains("/readyz says 503", "{\"ready\":false}");
            assertThat(out).asString().isEmpty();
            assertThat(foyer("status", "--ops", ops, "--token-file", token)).isZero();
            assertThat(out).asString().isEqualTo("{\"ready\":false}\n");
            assertThat(foyer("pause", "--ops", ops, "--shop", "arena")).isZero();
            assertThat(foyer("resume", "--ops", ops, "--shop", "arena", "--room", "a b"))
                    .isZero();
            assertThat(asked)
                    .containsExactly(
                            "GET /readyz null",
                            "GET /v1/status Bearer a-token",
                            "POST /v1/rooms/arena/main/pause null",
                            "POST /v1/rooms/arena/a%20b/resume null");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void ops_nothingThere_exits1() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String ops = "http://127.0.0.1:" + free;
        assertThat(foyer("healthcheck", "--ops", ops)).isEqualTo(1);
        assertThat(err).asString().isEqualTo("foyer: nothing answers at " + ops + "\n");
        assertThat(foyer("status", "--ops", ops, "--token-file", "none")).isEqualTo(1);
        assertThat(foyer("status", "--ops", "localhost:1")).isEqualTo(1);
    }
}
