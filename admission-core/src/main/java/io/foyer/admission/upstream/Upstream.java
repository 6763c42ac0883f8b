package io.foyer.admission.upstream;

import java.util.List;
import java.util.Optional;

/**
 * What answers for one shop. Thread-safe; called from event loops, so nothing here may block. Foyer itself speaks HTTP to
 * the servers that {@link #choose} names: an upstream says where to go, which requests create orders, and how it fares.
 */
public interface Upstream extends AutoCloseable {

    /** The server for the next request; empty when none is fit, which the buyer sees as 503. */
    Optional<Server> choose();

    /** How a request to a chosen server ended. Feeds passive health checks. */
    default void report(Server server, Result result) {}

    /** Whether a request may create an order though no configured route says so. */
    default boolean createsOrder(String method, String path) {
        return false;
    }

    /**
     * Whether a response to an order request means that an order was created. The shop's {@code Foyer-Order} header goes
     * before this, and this goes before the statuses that the route lists.
     */
    default OrderSign orderSign(String method, String path, int status) {
        return OrderSign.AS_CONFIGURED;
    }

    Health health();

    /** Stops health checks and frees what the upstream holds; requests under way are not touched. */
    @Override
    void close();

    /** What an upstream makes of a response. */
    enum OrderSign {
        CREATED,
        NOT_CREATED,
        AS_CONFIGURED
    }

    /** How a request to a server ended. */
    enum Result {
        ANSWERED,
        CONNECT_FAILED,
        TIMED_OUT,
        BROKEN
    }

    /**
     * @param state what buyers should expect
     * @param detail for operators, one line
     * @param servers in the order in which their zones are to serve
     */
    record Health(State state, String detail, List<ServerHealth> servers) {
        public enum State {
            HEALTHY,
            /** On the standby or on fewer zones than configured. */
            DEGRADED,
            DOWN
        }

        public Health {
            servers = List.copyOf(servers);
        }

        /** The zone that serves: that of the first healthy server; empty text where the upstream names none. */
        public String serving() {
            return servers.stream()
                    .filter(ServerHealth::healthy)
                    .map(each -> each.server().zone())
                    .findFirst()
                    .orElse("");
        }
    }

    record ServerHealth(Server server, boolean healthy) {}
}
