package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.Records;
import io.foyer.gateway.edge.RequestRecord;
import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.health.Pulses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TrafficTest {
    private static final String HEAD = "GET /events/42;sid=secret1?token=secret2 HTTP/1.1\r\n"
            + "Host: tickets.example:8080\r\nCookie: foyer-pass=secret3\r\nAuthorization: Foyer secret4\r\n\r\n";
    private static final Server SERVER = new Server("a", URI.create("http://127.0.0.1:8081"));

    private final Meters meters = new Meters();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final AccessLog log = new AccessLog(out, meters);
    private final Traffic traffic = new Traffic(meters, log, new Pulses());

    @AfterEach
    void close() {
        log.close();
        meters.close();
    }

    @Test
    void requestFinished_forwarded_isCountedAndTimedForItsShop() {
        traffic.requestFinished(forwarded(201));
        traffic.requestFinished(forwarded(204));

        assertThat(samples())
                .contains(
                        "foyer_requests_total{decision=\"order\",shop=\"arena\",status=\"2xx\"} 2.0",
                        "foyer_request_duration_seconds_count{answered_by=\"shop\",shop=\"arena\"} 2",
                        "foyer_upstream_response_duration_seconds_count{shop=\"arena\"} 2",
                        "foyer_sent_bytes_total{shop=\"arena\"} 2468.0",
                        "foyer_received_bytes_total{shop=\"arena\"} " + 2.0 * HEAD.length());
    }

    @Test
    void requestFinished_answeredHere_isNotTheShopsTime() {
        traffic.requestFinished(
                Records.ended(Records.decided(HEAD, "192.0.2.7", Decision.WAITING), 503, Ending.COMPLETE, 900));

        assertThat(samples())
                .contains(
                        "foyer_requests_total{decision=\"waiting\",shop=\"none\",status=\"5xx\"} 1.0",
                        "foyer_request_duration_seconds_count{answered_by=\"foyer\",shop=\"none\"} 1")
                .noneMatch(sample -> sample.startsWith("foyer_upstream_response"))
                .noneMatch(sample -> sample.startsWith("foyer_requests_cut"));
    }

    @Test
    void requestFinished_buyerLeft_isCountedAsCut() {
        traffic.requestFinished(
                Records.ended(Records.decided(HEAD, "192.0.2.7", Decision.WAITING), 0, Ending.BY_BUYER, 0));

        assertThat(samples())
                .contains(
                        "foyer_requests_total{decision=\"waiting\",shop=\"none\",status=\"none\"} 1.0",
                        "foyer_requests_cut_total{by=\"buyer\",shop=\"none\"} 1.0");
    }

    @Test
    void connections_openedClosedAndRefused_areCountedByListener() {
        traffic.connectionOpened("web");
        traffic.connectionOpened("web");
        traffic.connectionClosed("web");
        traffic.connectionRefused("web");

        assertThat(samples())
                .contains(
                        "foyer_connections{listener=\"web\"} 1.0",
                        "foyer_connections_accepted_total{listener=\"web\"} 2.0",
                        "foyer_connections_refused_total{listener=\"web\"} 1.0");
    }

    @Test
    void upstream_everyEvent_isCountedForItsShop() {
        traffic.upstreamConnected("arena", SERVER, 2_000_000);
        traffic.upstreamConnected("arena", SERVER, 2_000_000);
        traffic.upstreamClosed("arena", SERVER);
        traffic.upstreamStreamOpened("arena", SERVER);
        traffic.upstreamStreamOpened("arena", SERVER);
        traffic.upstreamStreamOpened("arena", SERVER);
        traffic.upstreamStreamClosed("arena", SERVER);
        traffic.upstreamReused("arena", SERVER);
        traffic.upstreamRetried("arena", SERVER);
        traffic.upstreamWaited("arena", SERVER, 3_000_000);
        traffic.upstreamFailed("arena", UpstreamFault.TIMED_OUT);

        assertThat(samples())
                .contains(
                        "foyer_upstream_connections{shop=\"arena\"} 1.0",
                        "foyer_upstream_streams{shop=\"arena\"} 2.0",
                        "foyer_upstream_connect_duration_seconds_count{shop=\"arena\"} 2",
                        "foyer_upstream_connect_duration_seconds_bucket{shop=\"arena\",le=\"0.001\"} 0",
                        "foyer_upstream_connect_duration_seconds_bucket{shop=\"arena\",le=\"0.002\"} 2",
                        "foyer_upstream_reused_connections_total{shop=\"arena\"} 1.0",
                        "foyer_upstream_retries_total{shop=\"arena\"} 1.0",
                        "foyer_upstream_wait_duration_seconds_count{shop=\"arena\"} 1",
                        "foyer_upstream_failures_total{reason=\"timed_out\",shop=\"arena\"} 1.0");
    }

    @Test
    void accessLine_forwarded_saysWhatHappenedButNoSecrets() {
        traffic.requestFinished(forwarded(201));
        String line = lines();
        JsonNode json = OpsAnswers.JSON.readTree(line);

        assertThat(json.get("log").asString()).isEqualTo("access");
        assertThat(json.get("client").asString()).isEqualTo("192.0.2.7");
        assertThat(json.get("protocol").asString()).isEqualTo("HTTP/1.1");
        assertThat(json.get("tls").asBoolean()).isFalse();
        assertThat(Instant.parse(json.get("timestamp").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(json.get("method").asString()).isEqualTo("GET");
        assertThat(json.get("host").asString()).isEqualTo("tickets.example:8080");
        assertThat(json.get("path").asString()).isEqualTo("/events/42");
        assertThat(json.get("status").asInt()).isEqualTo(201);
        assertThat(json.get("decision").asString()).isEqualTo("order");
        assertThat(json.get("shop").asString()).isEqualTo("arena");
        assertThat(json.get("server").asString()).isEqualTo("127.0.0.1:8081");
        assertThat(json.get("ended").asString()).isEqualTo("complete");
        assertThat(json.get("bytesOut").asLong()).isEqualTo(1_234);
        assertThat(json.get("totalMillis").asDouble())
                .isGreaterThanOrEqualTo(json.get("connectedMillis").asDouble());
        assertThat(line).doesNotContain("secret").endsWith("}\n");
    }

    @Test
    void accessLine_faultOfTheShop_isNamed() {
        RequestRecord record = Records.decided(HEAD, "2001:db8::1", Decision.PASS);
        record.forwardedTo("arena", SERVER);
        record.failed(UpstreamFault.CONNECT_FAILED);
        traffic.requestFinished(Records.ended(record, 502, Ending.COMPLETE, 100));
        JsonNode json = OpsAnswers.JSON.readTree(lines());

        assertThat(json.get("fault").asString()).isEqualTo("connect_failed");
        assertThat(json.get("client").asString()).isEqualTo("2001:db8::1");
        assertThat(json.has("connectedMillis")).as("it never was").isFalse();
    }

    @Test
    void accessLine_roomOrLane_isNamed() {
        RequestRecord record = Records.inRoom(Records.decided(HEAD, "192.0.2.7", Decision.WAITING), "members");
        traffic.requestFinished(Records.ended(record, 200, Ending.COMPLETE, 100));
        traffic.requestFinished(Records.ended(Records.unreadable(), 400, Ending.BY_BUYER, 100));

        String[] lines = lines().split("\n");
        assertThat(OpsAnswers.JSON.readTree(lines[0]).get("room").asString()).isEqualTo("members");
        assertThat(OpsAnswers.JSON.readTree(lines[1]).has("room")).isFalse();
    }

    @Test
    void accessLine_trace_isNamed() {
        String head = HEAD.replace(
                "\r\n\r\n", "\r\nTraceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n");
        traffic.requestFinished(
                Records.ended(Records.decided(head, "192.0.2.7", Decision.PASS), 200, Ending.COMPLETE, 9));

        assertThat(OpsAnswers.JSON.readTree(lines()).get("trace").asString())
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void accessLine_waitedForTheStore_saysHowLong() {
        RequestRecord record = Records.waitedForStore(Records.decided(HEAD, "192.0.2.7", Decision.ENTERED));
        traffic.requestFinished(Records.ended(record, 200, Ending.COMPLETE, 9));
        JsonNode json = OpsAnswers.JSON.readTree(lines());

        assertThat(json.get("storeMillis").asDouble()).isPositive();
        assertThat(json.get("headMillis").asDouble()).isNotNegative();
        assertThat(json.has("reason")).isFalse();
    }

    @Test
    void accessLine_brokenOffHere_saysWhy() {
        RequestRecord record =
                Records.brokenOff(Records.decided(HEAD, "192.0.2.7", Decision.PASS), "body is too large");
        traffic.requestFinished(Records.ended(record, 413, Ending.BY_BUYER, 9));

        assertThat(OpsAnswers.JSON.readTree(lines()).get("reason").asString()).isEqualTo("body is too large");
    }

    @Test
    void accessLine_unreadableRequest_isStillALine() {
        traffic.requestFinished(Records.ended(Records.unreadable(), 400, Ending.BY_BUYER, 60));
        JsonNode json = OpsAnswers.JSON.readTree(lines());

        assertThat(json.get("status").asInt()).isEqualTo(400);
        assertThat(json.has("path")).isFalse();
    }

    @Test
    void accessLine_switchedOff_isNotWritten() {
        log.enable(false);
        traffic.requestFinished(forwarded(200));

        assertThat(lines()).isEmpty();
    }

    private static RequestRecord forwarded(int status) {
        RequestRecord record = Records.decided(HEAD, "192.0.2.7", Decision.ORDER);
        record.forwardedTo("arena", SERVER);
        record.connected(true, true);
        return Records.ended(record, status, Ending.COMPLETE, 1_234);
    }

    private String lines() {
        log.close();
        return out.toString(UTF_8);
    }

    private List<String> samples() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            meters.scrape(text, Meters.TEXT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return text.toString(UTF_8).lines().toList();
    }
}
