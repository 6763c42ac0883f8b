package io.foyer.gateway.routing;

import io.foyer.gateway.config.RouteConfig;
import io.foyer.gateway.config.RouteConfig.Action;
import io.foyer.gateway.http.RequestHead;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One line of a shop's routes, ready to match. */
public final class Route {
    private static final int[] CREATED_UNLESS_CONFIGURED = {200, 201, 202, 303};

    private final PathPattern path;
    private final Set<String> methods;
    private final Action action;
    private final long bodySizeMax;
    private final Set<String> upgrades;
    private final BitSet created = new BitSet();

    Route(RouteConfig config) {
        this.action = config.action();
        this.path = PathPattern.compile(
                config.path(), action == Action.PASS ? PathPattern.Spelling.EXACT : PathPattern.Spelling.LOOSE);
        this.methods = Set.copyOf(config.methods());
        this.bodySizeMax = config.bodySizeBytes().orElse(Long.MAX_VALUE);
        this.upgrades = Set.copyOf(config.upgrade());
        if (config.created().isEmpty()) {
            for (int status : CREATED_UNLESS_CONFIGURED) {
                created.set(status);
            }
        }
        config.created().forEach(created::set);
    }

    boolean matches(RequestHead request) {
        return (methods.isEmpty() || methods.contains(request.method())) && path.matches(request);
    }

    public Action action() {
        return action;
    }

    /** Bytes that a request's body may have, as far as the route says. */
    public long bodySizeMax() {
        return bodySizeMax;
    }

    /** Whether a response with this status means that an order was created. */
    public boolean createdBy(int status) {
        return created.get(status);
    }

    /** The protocol that the request asks to change to and may; null for none, which makes it a plain request. */
    public @Nullable String upgradeOf(RequestHead request) {
        return upgrades.isEmpty() ? null : request.upgradeAmong(upgrades);
    }

    @Override
    public String toString() {
        return methods + " " + path + " -> " + action;
    }
}
