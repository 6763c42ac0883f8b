package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Trust;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an {@code upstream} section of type {@code http} says about servers; connections and timeouts are the proxy's. */
record HttpSettings(List<Zone> zones, HealthTerms health) {
    private static final Set<String> KEYS =
            new TreeSet<>(Set.of("type", "zones", "standby", "tls", "health", "connections", "timeouts"));
    private static final Set<String> HEALTH_KEYS =
            new TreeSet<>(Set.of("path", "interval", "timeout", "unhealthy-after", "healthy-after"));
    private static final Set<String> TLS_KEYS = new TreeSet<>(Set.of("ca", "server-name", "verify"));
    private static final Duration TIMEOUT_MAX = Duration.ofSeconds(5);

    HttpSettings {
        zones = List.copyOf(zones);
    }

    /** @throws IllegalArgumentException with {@code path: message} for the first fault */
    static HttpSettings parse(Map<String, Object> settings) {
        Section root = new Section("", settings);
        root.allow(KEYS);
        Trust trust = trust(root.section("tls"));
        List<Zone> zones = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Section section : root.sections("zones")) {
            section.allow(new TreeSet<>(Set.of("name", "servers")));
            String name = section.text("name", "zone-" + (zones.size() + 1));
            if (name.equals(Zone.STANDBY) || !names.add(name)) {
                throw section.fail("name", "'" + name + "' (expected: a name of its own, not 'standby')");
            }
            zones.add(zone(section, name, trust));
        }
        if (zones.isEmpty()) {
            throw root.fail("zones", "none (expected: at least one, such as {servers: [\"http://127.0.0.1:8081\"]})");
        }
        if (root.has("standby")) {
            Section standby = root.section("standby");
            standby.allow(Set.of("servers"));
            zones.add(zone(standby, Zone.STANDBY, trust));
        }
        requireDistinct(root, zones);
        return new HttpSettings(zones, health(root.section("health")));
    }

    /** The authorities are what the file holds; the config reads it. */
    private static Trust trust(Section tls) {
        tls.allow(TLS_KEYS);
        String name = tls.text("server-name", "");
        return new Trust(
                tls.has("ca") ? tls.text("ca", "") : null,
                name.isEmpty() ? null : name,
                tls.flag("verify", true) ? Trust.Check.FULL : Trust.Check.NONE);
    }

    private static Zone zone(Section section, String name, Trust trust) {
        List<Server> servers = new ArrayList<>();
        for (String text : section.texts("servers")) {
            servers.add(new Server(name, base(section, text, servers.size()), trust));
        }
        return section.checked(() -> new Zone(name, servers));
    }

    private static URI base(Section section, String text, int index) {
        try {
            URI base = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean isPort = base.getPort() == -1 || base.getPort() > 0 && base.getPort() < 65536;
            URI bare = text.startsWith("unix:")
                    ? new URI("unix", null, base.getPath(), null)
                    : new URI(base.getScheme(), null, base.getHost(), base.getPort(), null, null, null);
            if (isPort && base.equals(bare)) {
                return new Server("any", base).base();
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // falls through: whatever is wrong with it, the operator must hear what it should be
        }
        throw section.fail(
                "servers[" + index + "]",
                "'" + text + "' (expected: http://host:port, https://, h2c:// or h2:// as well, or unix:/path)");
    }

    private static void requireDistinct(Section root, List<Zone> zones) {
        Set<URI> seen = new HashSet<>();
        for (Zone zone : zones) {
            for (Server server : zone.servers()) {
                if (!seen.add(server.base())) {
                    throw root.fail("zones", "'" + server.base() + "' is there twice (expected: each server once)");
                }
            }
        }
    }

    private static HealthTerms health(Section section) {
        section.allow(HEALTH_KEYS);
        HealthTerms fallback = HealthTerms.DEFAULT;
        Duration interval = section.duration("interval", fallback.interval());
        Duration timeout = section.duration("timeout", interval.compareTo(TIMEOUT_MAX) < 0 ? interval : TIMEOUT_MAX);
        String path = section.text("path", fallback.path());
        int unhealthyAfter = section.count("unhealthy-after", fallback.unhealthyAfter());
        int healthyAfter = section.count("healthy-after", fallback.healthyAfter());
        return section.checked(() -> new HealthTerms(path, interval, timeout, unhealthyAfter, healthyAfter));
    }
}
