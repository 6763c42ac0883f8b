package io.foyer.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream;
import io.foyer.admission.upstream.Upstream.Health.State;
import io.foyer.admission.upstream.Upstream.Result;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HttpUpstreamTest {
    private static final Probe.Finding BAD = Probe.Finding.bad("status 500");
    private static final Logger LOG = (Logger) LoggerFactory.getLogger(HttpUpstream.class);

    private final ScriptedProbe probe = new ScriptedProbe();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final HttpUpstream upstream = new HttpUpstream(
                    "arena",
                    HttpSettings.parse(Map.of(
                            "zones",
                            List.of(
                                    Map.of("name", "a", "servers", List.of("http://a1:1", "http://a2:1")),
                                    Map.of("name", "b", "servers", List.of("http://b1:1"))),
                            "standby",
                            Map.of("servers", List.of("http://s1:1")))),
                    probe)
            .start();

    @BeforeEach
    void listen() {
        log.start();
        LOG.setLevel(Level.INFO);
        LOG.setAdditive(false);
        LOG.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        LOG.detachAppender(log);
        LOG.setAdditive(true);
        LOG.setLevel(null);
    }

    @Test
    void choose_beforeAnyCheck_takesServersOfTheFirstZoneInTurn() {
        assertThat(chosen(4)).containsExactly("a1:1", "a2:1", "a1:1", "a2:1");
        assertThat(upstream.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void choose_oneServerOfTheZoneFails_usesTheOther() {
        probe.answers("a1:1", BAD);
        rounds(3);

        assertThat(chosen(2)).containsExactly("a2:1", "a2:1");
        assertThat(upstream.health().state()).as("the zone still serves").isEqualTo(State.HEALTHY);
        assertThat(upstream.health().detail()).isEqualTo("zone a serves; a 1/2, b 1/1, standby 1/1 healthy");
    }

    @Test
    void choose_fewerFailuresThanUnhealthyAfter_keepsTheServer() {
        probe.answers("a1:1", BAD);
        rounds(2);
        probe.answers("a1:1", Probe.Finding.GOOD);
        rounds(1);
        probe.answers("a1:1", BAD);
        rounds(2);

        assertThat(chosen(2)).containsExactly("a1:1", "a2:1");
        assertThat(log.list).isEmpty();
    }

    @Test
    void choose_zonesFailOneAfterTheOther_goesToTheNextZoneThenStandbyThenNone() {
        fail("a1:1", "a2:1");
        assertThat(chosen(1)).containsExactly("b1:1");
        assertThat(upstream.health().state()).isEqualTo(State.DEGRADED);

        fail("b1:1");
        assertThat(chosen(1)).containsExactly("s1:1");
        assertThat(upstream.health().state()).isEqualTo(State.DEGRADED);

        fail("s1:1");
        assertThat(upstream.choose()).isEmpty();
        assertThat(upstream.health().state()).isEqualTo(State.DOWN);
        assertThat(upstream.health().servers()).hasSize(4).noneMatch(Upstream.ServerHealth::healthy);
    }

    @Test
    void choose_firstZoneGoodAgain_returnsAfterHealthyAfterChecks() {
        fail("a1:1", "a2:1");
        probe.answers("a2:1", Probe.Finding.GOOD);

        rounds(1);
        assertThat(chosen(1)).as("one good check is not yet enough").containsExactly("b1:1");
        rounds(1);
        assertThat(chosen(2)).containsExactly("a2:1", "a2:1");
    }

    @Test
    void choose_standbyFails_isHealthyWhileZonesServe() {
        fail("s1:1");

        assertThat(upstream.health().state()).isEqualTo(State.HEALTHY);
        assertThat(upstream.health().detail()).contains("standby 0/1");
    }

    @Test
    void report_connectFailuresInARow_takeTheServerOutWithoutACheck() {
        report("a1:1", Result.CONNECT_FAILED, Result.TIMED_OUT, Result.CONNECT_FAILED);

        assertThat(chosen(2)).containsExactly("a2:1", "a2:1");
    }

    @Test
    void report_answerBetweenFailures_startsTheCountAgain() {
        report("a1:1", Result.CONNECT_FAILED, Result.TIMED_OUT, Result.ANSWERED, Result.TIMED_OUT, Result.TIMED_OUT);

        assertThat(chosen(2)).containsExactly("a1:1", "a2:1");
    }

    @Test
    void report_slowAnswersOfAServerWithGoodChecks_doNotTakeItFromTheOthers() {
        rounds(1);
        report("a1:1", Result.TIMED_OUT, Result.TIMED_OUT, Result.TIMED_OUT, Result.TIMED_OUT);

        assertThat(chosen(2)).containsExactly("a1:1", "a2:1");
    }

    @Test
    void report_slowAnswersOfAServerThatFailsACheck_takeItOutBeforeTheNext() {
        probe.answers("a1:1", BAD);
        rounds(1);
        report("a1:1", Result.TIMED_OUT, Result.TIMED_OUT);
        assertThat(chosen(2)).as("a check, then requests").containsExactly("a2:1", "a2:1");

        probe.answers("a1:1", Probe.Finding.GOOD);
        rounds(2);
        assertThat(chosen(2)).containsExactly("a1:1", "a2:1");
        report("a1:1", Result.TIMED_OUT, Result.TIMED_OUT);
        probe.answers("a1:1", BAD);
        rounds(1);
        assertThat(chosen(2)).as("requests, then a check").containsExactly("a2:1", "a2:1");
    }

    @Test
    void report_failuresOfChecksAndRequests_countTogether() {
        probe.answers("a1:1", BAD);
        rounds(2);
        report("a1:1", Result.CONNECT_FAILED);

        assertThat(chosen(2)).containsExactly("a2:1", "a2:1");
    }

    @Test
    void report_answersWhileChecksFail_doNotHoldTheServerIn() {
        probe.answers("a1:1", BAD);
        for (int i = 0; i < 3; i++) {
            rounds(1);
            report("a1:1", Result.ANSWERED);
        }

        assertThat(chosen(2)).containsExactly("a2:1", "a2:1");
    }

    @Test
    void report_brokenResponses_areLeftToTheChecks() {
        report("a1:1", Result.BROKEN, Result.BROKEN, Result.BROKEN, Result.BROKEN);

        assertThat(chosen(2)).containsExactly("a1:1", "a2:1");
    }

    @Test
    void report_serverOfAnotherUpstream_isIgnored() {
        upstream.report(new Server("a", URI.create("http://elsewhere:1")), Result.CONNECT_FAILED);

        assertThat(upstream.health().state()).isEqualTo(State.HEALTHY);
    }

    @Test
    void found_turnsOfHealth_areLoggedOnceEachWithServerAndReason() {
        fail("a1:1", "a2:1");
        rounds(5);
        probe.answers("a1:1", Probe.Finding.GOOD);
        rounds(5);

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "shop arena: server http://a1:1 (zone a) is unhealthy and gets no buyers: status 500",
                        "shop arena: server http://a2:1 (zone a) is unhealthy and gets no buyers: status 500",
                        "shop arena: buyers go to zone b now",
                        "shop arena: server http://a1:1 (zone a) is healthy again",
                        "shop arena: buyers go to zone a now");
    }

    @Test
    void start_checksAllServersAtOnceAndThenJittered() {
        assertThat(probe.delays).hasSize(4).containsOnly(Duration.ZERO);
        probe.delays.clear();

        rounds(50);

        assertThat(probe.delays)
                .hasSize(200)
                .allMatch(delay -> delay.toMillis() >= 1_800 && delay.toMillis() <= 2_200)
                .as("in step they would hit the shop together")
                .doesNotContainSequence(probe.delays.get(0), probe.delays.get(0), probe.delays.get(0));
    }

    @Test
    void close_stopsTheChecks() {
        upstream.close();
        rounds(1);

        assertThat(probe.scheduled()).isZero();
        assertThat(chosen(1)).as("requests under way may still ask").containsExactly("a1:1");
    }

    private void fail(String... authorities) {
        for (String authority : authorities) {
            probe.answers(authority, BAD);
        }
        rounds(3);
    }

    private void rounds(int count) {
        for (int i = 0; i < count; i++) {
            probe.round();
        }
    }

    private void report(String authority, Result... results) {
        for (Result result : results) {
            upstream.report(new Server("a", URI.create("http://" + authority)), result);
        }
    }

    private List<String> chosen(int count) {
        List<String> chosen = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chosen.add(upstream.choose().orElseThrow().base().getAuthority());
        }
        return chosen;
    }
}
