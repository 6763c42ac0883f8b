package io.foyer.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.loadtest.process.WorkDir;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The benchmark's own machinery, without a gateway. Its tools are for measuring only, so a machine without them may skip this. */
final class RoundsIT {
    private static final CompareOptions OPTIONS =
            new CompareOptions(2, Duration.ofSeconds(1), Duration.ofSeconds(1), List.of(16), "", Optional.empty());

    @Test
    void run_nginxAndHaproxy_haveCpuTimesAndRatios() {
        Tools tools = tools();
        try (WorkDir dir = WorkDir.create();
                Neighbours.Server upstream = new Neighbours(tools, dir).upstream();
                Neighbours.Server nginx =
                        new Neighbours(tools, dir).nginxProxy(upstream.port(), "{\"state\":\"waiting\"}");
                Neighbours.Server haproxy = new Neighbours(tools, dir).haproxy(upstream.port())) {
            CaseResult result = rounds(tools)
                    .run(
                            "proxy",
                            Load.kept(16),
                            List.of(candidate("nginx", nginx, "/x"), candidate("haproxy", haproxy, "/large")));

            assertThat(result.rows()).hasSize(2).allSatisfy(row -> {
                assertThat(row.cpuMicros()).isPositive();
                assertThat(row.requestsPerSecond()).isPositive();
                assertThat(row.ratio()).isPositive();
            });
        }
    }

    @Test
    void run_http2OverTls_isMeasured() {
        Tools tools = tools();
        try (WorkDir dir = WorkDir.create();
                Neighbours.Server upstream = new Neighbours(tools, dir).upstream();
                Neighbours.Server nginx = new Neighbours(tools, dir).nginxProxy(upstream.port(), "{}");
                Neighbours.Server haproxy = new Neighbours(tools, dir).haproxy(upstream.port())) {
            List<Candidate> both = List.of(
                    Candidate.of("nginx", nginx, nginx.secureUrl() + "/x", () -> "foyer-pass=x"),
                    Candidate.of("haproxy", haproxy, haproxy.secureUrl() + "/x", () -> "foyer-pass=x"));

            List<CaseResult> results = List.of(
                    rounds(tools).run("streams", Load.http2(4, 8), both),
                    rounds(tools).run("new", new Load(300, Load.Habit.NEW_TLS_CONNECTION_EACH), both));

            assertThat(results)
                    .allSatisfy(result -> assertThat(result.rows())
                            .hasSize(2)
                            .allSatisfy(row -> assertThat(row.cpuMicros()).isPositive()));
        }
    }

    @Test
    void run_fixedRate_asksNoMoreThanThat() {
        Tools tools = tools();
        try (WorkDir dir = WorkDir.create();
                Neighbours.Server upstream = new Neighbours(tools, dir).upstream();
                Neighbours.Server relay = new Neighbours(tools, dir).relay(upstream.port())) {
            CaseResult result =
                    rounds(tools).run("rate", Load.fixedRate(8, 400), List.of(candidate("relay", relay, "/x")));

            assertThat(result.rows().get(0).requestsPerSecond()).isBetween(200.0, 500.0);
            assertThat(result.rows().get(0).p99Millis()).isPositive();
        }
    }

    @Test
    void run_candidateAnswersWithErrors_isNotMeasured() {
        Tools tools = tools();
        try (WorkDir dir = WorkDir.create();
                Neighbours.Server upstream = new Neighbours(tools, dir).upstream()) {
            assertThatThrownBy(() -> rounds(tools)
                            .run("proxy", Load.kept(16), List.of(candidate("upstream", upstream, "/large/missing"))))
                    .hasMessageContaining("of them with an error");
        }
    }

    private static Tools tools() {
        try {
            return Tools.find();
        } catch (IllegalStateException missing) {
            return Assumptions.abort(missing.getMessage());
        }
    }

    private static Rounds rounds(Tools tools) {
        return new Rounds(tools, OPTIONS, new PrintStream(OutputStream.nullOutputStream()));
    }

    private static Candidate candidate(String name, Neighbours.Server server, String path) {
        return Candidate.of(name, server, server.url() + path, () -> "foyer-pass=x");
    }
}
