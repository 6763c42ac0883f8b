package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream.Health;
import io.foyer.admission.upstream.Upstream.ServerHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How the servers stand between two changes of health: which zone serves and with which servers. Immutable but for the turn,
 * so that a choice costs one counter and nothing else.
 *
 * @param serving the zone that serves, {@code "none"} when none can
 */
record Standing(String serving, List<Optional<Server>> choices, AtomicInteger turn, Health health) {
    static final String NONE = "none";

    /** Stands as the marks say: the first zone with a healthy server serves. */
    static Standing of(List<MarkedZone> zones) {
        List<ServerHealth> servers = new ArrayList<>();
        List<Optional<Server>> choices = List.of();
        String serving = NONE;
        for (MarkedZone zone : zones) {
            List<Optional<Server>> fit = new ArrayList<>();
            for (ServerMark mark : zone.marks()) {
                servers.add(new ServerHealth(mark.server, mark.isHealthy()));
                if (mark.isHealthy()) {
                    fit.add(mark.choice);
                }
            }
            if (choices.isEmpty() && !fit.isEmpty()) {
                serving = zone.zone().name();
                choices = fit;
            }
        }
        Health health = new Health(state(zones, serving), detail(zones, serving), servers);
        return new Standing(serving, List.copyOf(choices), new AtomicInteger(), health);
    }

    Optional<Server> choose() {
        int size = choices.size();
        if (size <= 1) {
            return size == 0 ? Optional.empty() : choices.get(0);
        }
        return choices.get(Math.floorMod(turn.getAndIncrement(), size));
    }

    private static Health.State state(List<MarkedZone> zones, String serving) {
        if (serving.equals(NONE)) {
            return Health.State.DOWN;
        }
        boolean allZonesServe = zones.stream().allMatch(zone -> zone.zone().isStandby() || zone.healthy() > 0);
        return allZonesServe ? Health.State.HEALTHY : Health.State.DEGRADED;
    }

    /** Such as {@code zone a serves; a 2/2, b 0/1, standby 1/1 healthy}. */
    private static String detail(List<MarkedZone> zones, String serving) {
        StringBuilder detail =
                new StringBuilder(serving.equals(NONE) ? "no server is fit; " : title(serving) + " serves; ");
        for (MarkedZone zone : zones) {
            detail.append(zone.zone().name()).append(' ').append(zone.healthy()).append('/');
            detail.append(zone.marks().size()).append(", ");
        }
        detail.setLength(detail.length() - 2);
        return detail.append(" healthy").toString();
    }

    static String title(String zone) {
        return zone.equals(Zone.STANDBY) ? "standby" : "zone " + zone;
    }

    /** A zone with what is known of its servers. */
    record MarkedZone(Zone zone, List<ServerMark> marks) {
        static MarkedZone of(Zone zone) {
            return new MarkedZone(
                    zone, zone.servers().stream().map(ServerMark::new).toList());
        }

        long healthy() {
            return marks.stream().filter(ServerMark::isHealthy).count();
        }
    }
}
