package io.foyer.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.ConfigFixture;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class SimulateCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String config = "";
    private Path report = Path.of("");

    @BeforeEach
    void setUp() {
        config = new ConfigFixture(directory).write(ConfigFixture.VALID).toString();
        report = directory.resolve("report.html");
    }

    private int simulate(String... more) {
        CommandLine command = FoyerCommand.commandLine((file, reader, start) -> 0, ConfigFixture.reader());
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> args = new ArrayList<>(List.of("simulate", "--config", config, "--out", report.toString()));
        args.addAll(List.of(more));
        return command.execute(args.toArray(String[]::new));
    }

    @Test
    void simulate_aSale_writesOneSelfContainedPage() throws IOException {
        assertThat(simulate("--buyers", "600", "--arrivals", "rush:5m")).isZero();

        assertThat(out).asString().contains("Buyers who came", "600", "Budget used while buyers waited");
        String html = Files.readString(report);
        assertThat(html).contains("<svg", "Orders in 5 seconds", "Waits by time of joining", "Polls in a second");
        assertThat(html)
                .as("nothing is fetched, nothing runs")
                .doesNotContain("http:", "https:", "<script", "<link", "url(");
    }

    @Test
    void simulate_withJson_writesFiguresOfTheTimeAskedFor() throws IOException {
        Path json = directory.resolve("figures.json");
        assertThat(simulate("--buyers", "600", "--arrivals", "rush:5m", "--json", json.toString(), "--from", "1m"))
                .isZero();
        JsonNode sale = JsonMapper.shared()
                .readTree(Files.readString(json))
                .path("sales")
                .path(0);
        assertThat(sale.path("joined").asInt()).isEqualTo(600);
        assertThat(sale.path("use").asDouble()).isBetween(0.1, 1.0);
        assertThat(sale.path("ordersIn60s").asInt()).isPositive();
        assertThat(sale.path("holdSeconds").path("median").isNumber()).isTrue();
        assertThat(simulate("--buyers", "600", "--from", "soon")).isEqualTo(2);
    }

    @Test
    void simulate_aPlannedSaleBesideMain_showsLobbyStartAndBothRooms() throws IOException {
        Files.writeString(Path.of(config), Files.readString(Path.of(config)) + """
                    rooms:
                      - name: summer-final
                        paths: ["/events/summer-final/**"]
                        weight: 3
                        order: draw-lobby
                        lobby-opens: 2026-12-01T09:30:00+01:00
                        starts: 2026-12-01T10:00:00+01:00
                        ends: 2026-12-01T14:00:00+01:00
                """);

        assertThat(simulate("--buyers", "600", "--arrivals", "rush:20m", "--others", "main=300"))
                .isZero();

        assertThat(out)
                .asString()
                .containsPattern("summer-final: lobby opens, starts, ends +60 s, 31 min, 4 h 31")
                .containsPattern("summer-final: in the lobby at the start +600, drawn")
                .containsPattern("main: went in +300 of 300");
        assertThat(Files.readString(report)).contains("draw, start 31 min", "class='mark s", ">main, most ");
    }

    @Test
    void simulate_aLaneListedBeforeItsRoom_sendsBuyersToTheRoom() throws IOException {
        Files.writeString(Path.of(config), Files.readString(Path.of(config)) + """
                    rooms:
                      - { name: members, lane-of: final }
                      - name: final
                        paths: ["/events/final/**"]
                        starts: 2026-12-01T10:00:00+01:00
                """);

        assertThat(simulate("--buyers", "60", "--arrivals", "even:5m", "--others", "members=60"))
                .isZero();

        assertThat(Files.readString(report)).contains("shop arena, room final", "60 buyers come to members");
        assertThat(out).asString().containsPattern("members: went in +60 of 60");
    }

    @Test
    void simulate_twoConfigs_comparesThem() throws IOException {
        Path other = directory.resolve("<faster>.yaml");
        Files.writeString(
                other,
                Files.readString(Path.of(config)).replaceAll("orders-per-minute: \\d+", "orders-per-minute: 600"));

        assertThat(simulate("--buyers", "600", "--arrivals", "rush:5m", "--compare", other.toString()))
                .isZero();
        assertThat(Files.readString(report))
                .contains("&lt;faster&gt;.yaml", "class='line s1'")
                .doesNotContain("<faster>");
    }

    @Test
    void simulate_withPausesThatOverlap_goesOnAfterThem() {
        assertThat(simulate("--buyers", "300", "--arrivals", "rush:5m", "--pause", "2m+5m,4m+5m"))
                .isZero();
        assertThat(out).asString().containsPattern("went in +300 \\(100.0 %\\)");
    }

    @Test
    void simulate_whereNobodyComesInTime_saysSoInFigures() {
        assertThat(simulate("--buyers", "5", "--arrivals", "even:100d", "--until", "1m"))
                .isZero();
        assertThat(out).asString().containsPattern("went in +0 \\(0.0 %\\)");
    }

    @Test
    void simulate_withSomethingWrong_saysWhat() {
        assertThat(simulate("--buyers", "0")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--arrivals", "rash:5m")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--conversion", "1.5")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--room", "nowhere")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--pause", "5m")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--others", "nowhere=5")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--until", "0s")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--until", "1000h")).isEqualTo(2);
        assertThat(simulate("--buyers", "10", "--checkout", "long")).isEqualTo(2);
        assertThat(err)
                .asString()
                .contains(
                        "buyers: 0 (expected: 1 to",
                        "even, rush or wave",
                        "--conversion: 1.5 (expected: 0 to 1)",
                        "no room 'nowhere'",
                        "--pause: '5m' (expected: a time and a duration such as 20m+5m)",
                        "--until: 0s (expected: 1s to 2d)",
                        "--until: 1000h (expected: 1s to 2d)",
                        "--checkout: 'long' (expected");
        assertThat(report).doesNotExist();
    }
}
