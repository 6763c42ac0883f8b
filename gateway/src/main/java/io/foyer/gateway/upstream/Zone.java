package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import java.util.List;

/** Servers that stand or fall together; zones serve in the order of the file, the standby last. */
record Zone(String name, List<Server> servers) {
    static final String STANDBY = "standby";

    Zone {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: none (expected: at least one)");
        }
    }

    boolean isStandby() {
        return name.equals(STANDBY);
    }
}
