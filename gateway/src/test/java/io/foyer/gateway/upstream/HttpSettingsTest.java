package io.foyer.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admission.upstream.Server;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HttpSettingsTest {
    private static final Map<String, Object> ZONE_A = Map.of("name", "a", "servers", List.of("http://127.0.0.1:8081"));

    @Test
    void parse_wholeSection_readsZonesStandbyAndHealth() {
        HttpSettings settings = HttpSettings.parse(Map.of(
                "type", "http",
                "zones",
                        List.of(
                                ZONE_A,
                                Map.of("name", "b", "servers", List.of("http://[::1]:8082/", "https://shop.example"))),
                "standby", Map.of("servers", List.of("http://127.0.0.1:8083")),
                "health", Map.of("path", "/healthz", "interval", "500ms", "unhealthy-after", 4, "healthy-after", 5),
                "connections", 400,
                "timeouts", Map.of("connect", "1s")));

        assertThat(settings.zones()).extracting(Zone::name).containsExactly("a", "b", "standby");
        assertThat(settings.zones().get(1).servers())
                .containsExactly(
                        new Server("b", URI.create("http://[::1]:8082")),
                        new Server("b", URI.create("https://shop.example")));
        assertThat(settings.zones().get(2).isStandby()).isTrue();
        assertThat(settings.health())
                .isEqualTo(new HealthTerms("/healthz", Duration.ofMillis(500), Duration.ofMillis(500), 4, 5));
    }

    @Test
    void parse_onlyZones_takesDefaults() {
        HttpSettings settings = HttpSettings.parse(Map.of("zones", List.of(Map.of("servers", List.of("http://s:1")))));

        assertThat(settings.zones()).extracting(Zone::name).containsExactly("zone-1");
        assertThat(settings.health()).isEqualTo(HealthTerms.DEFAULT);
    }

    @Test
    void parse_longInterval_boundsTheTimeout() {
        HttpSettings settings =
                HttpSettings.parse(Map.of("zones", List.of(ZONE_A), "health", Map.of("interval", "1m")));

        assertThat(settings.health().timeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("faults")
    void parse_fault_saysWhereAndWhatIsExpected(Map<String, Object> settings, String message) {
        assertThatThrownBy(() -> new HttpUpstreamProvider().check(settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining("expected:");
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(Map.of(), "zones: none"),
                Arguments.of(Map.of("zones", "a"), "zones: 'a'"),
                Arguments.of(Map.of("zones", List.of("a")), "zones[0]: 'a'"),
                Arguments.of(Map.of("zones", List.of(Map.of("name", "a"))), "zones[0].servers: none"),
                Arguments.of(Map.of("zones", List.of(ZONE_A, ZONE_A)), "zones[1].name: 'a'"),
                Arguments.of(servers("standby", "http://x"), "zones[0].name: 'standby'"),
                Arguments.of(servers("a", "ftp://x"), "zones[0].servers[0]: 'ftp://x'"),
                Arguments.of(servers("a", "127.0.0.1:8081"), "zones[0].servers[0]: '127.0.0.1:8081'"),
                Arguments.of(servers("a", "http://x/path"), "zones[0].servers[0]: 'http://x/path'"),
                Arguments.of(servers("a", "http://me:secret@x"), "zones[0].servers[0]: "),
                Arguments.of(servers("a", "http://x:70000"), "zones[0].servers[0]: "),
                Arguments.of(servers("a", "http://x?y"), "zones[0].servers[0]: "),
                Arguments.of(servers("a", "http://x", "http://x"), "zones: 'http://x' is there twice"),
                Arguments.of(
                        Map.of("zones", List.of(Map.of("name", "a", "servers", List.of(7)))),
                        "zones[0].servers[0]: '7'"),
                Arguments.of(with("healht", Map.of()), "healht: unknown key"),
                Arguments.of(with("standby", Map.of("name", "s")), "standby.name: unknown key"),
                Arguments.of(with("health", Map.of("path", "healthz")), "health.path: 'healthz'"),
                Arguments.of(with("health", Map.of("interval", 2)), "health.interval: '2'"),
                Arguments.of(with("health", Map.of("interval", "1ms")), "health.interval: 1ms"),
                Arguments.of(with("health", Map.of("unhealthy-after", 0)), "health.unhealthy-after: 0"),
                Arguments.of(with("health", Map.of("healthy-after", "two")), "health.healthy-after: 'two'"));
    }

    @Test
    void check_validSettings_isSilent() {
        assertThatCode(() -> new HttpUpstreamProvider().check(with("type", "http")))
                .doesNotThrowAnyException();
    }

    private static Map<String, Object> servers(String zone, String... servers) {
        return Map.of("zones", List.of(Map.of("name", zone, "servers", List.of(servers))));
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> settings = new HashMap<>(Map.of("zones", List.of(ZONE_A)));
        settings.put(key, value);
        return settings;
    }
}
