package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.upstream.Probe.Finding;
import io.foyer.gateway.upstream.Standing.MarkedZone;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Servers in zones. The first zone with a healthy server serves, its servers in turn; the next zones and then the standby
 * take over while it has none, and hand back as soon as it has one again. Servers count as healthy until they are found not
 * to be. Checks go on for servers that do not serve, so a takeover never goes to a server that is known to be away.
 *
 * <p>{@link #choose} and a {@link #report} of an answer take no lock; only failures and checks do, briefly.
 */
final class HttpUpstream implements Upstream {
    private static final Logger LOG = LoggerFactory.getLogger(HttpUpstream.class);

    private final String shop;
    private final HealthTerms terms;
    private final Probe probe;
    private final List<MarkedZone> zones;
    private final List<ServerMark> marks;
    private volatile Standing standing;
    private volatile boolean closed;

    HttpUpstream(String shop, HttpSettings settings, Probe probe) {
        this.shop = shop;
        this.terms = settings.health();
        this.probe = probe;
        this.zones = settings.zones().stream().map(MarkedZone::of).toList();
        this.marks = zones.stream().flatMap(zone -> zone.marks().stream()).toList();
        this.standing = Standing.of(zones);
    }

    /** Starts the checks: one of each server at once, then each at its own jittered pace. */
    HttpUpstream start() {
        marks.forEach(mark -> probe.later(Duration.ZERO, () -> check(mark)));
        return this;
    }

    @Override
    public Optional<Server> choose() {
        return standing.choose();
    }

    @Override
    public void report(Server server, Result result) {
        ServerMark mark = markOf(server);
        if (mark == null) {
            return;
        }
        switch (result) {
            case ANSWERED -> {
                if (mark.hasRequestFailures()) {
                    answered(mark);
                }
            }
            case CONNECT_FAILED ->
                logTurn(turn(() -> mark.failedRequest(terms.unhealthyAfter())), mark, "cannot connect");
            case TIMED_OUT ->
                logTurn(turn(() -> mark.timedOutRequest(terms.unhealthyAfter())), mark, "no answer in time");
            // One broken response can be the buyer's or the request's fault; checks find a server that is broken.
            case BROKEN -> {}
        }
    }

    @Override
    public Health health() {
        return standing.health();
    }

    @Override
    public void close() {
        closed = true;
    }

    private void check(ServerMark mark) {
        if (closed) {
            return;
        }
        probe.check(mark.server, terms)
                .thenAccept(finding -> {
                    if (!closed) {
                        found(mark, finding);
                        probe.later(jittered(terms.interval()), () -> check(mark));
                    }
                })
                .exceptionally(bug -> {
                    LOG.error(
                            "shop {}: a fault of Foyer has stopped the checks of server {}; it keeps the health it had; restart this gateway",
                            shop,
                            mark.server.base(),
                            bug);
                    return null;
                });
    }

    private void found(ServerMark mark, Finding finding) {
        if (finding.good()) {
            logTurn(turn(() -> mark.goodCheck(terms.healthyAfter())), mark, "");
        } else {
            logTurn(turn(() -> mark.badCheck(terms.unhealthyAfter())), mark, finding.reason());
        }
    }

    private synchronized void answered(ServerMark mark) {
        mark.answered();
    }

    /** Notes something about a server and, if that turned its health, stands anew. */
    private synchronized @Nullable Turn turn(BooleanSupplier note) {
        if (!note.getAsBoolean()) {
            return null;
        }
        Standing before = standing;
        standing = Standing.of(zones);
        return new Turn(before.serving(), standing.serving());
    }

    private void logTurn(@Nullable Turn turn, ServerMark mark, String reason) {
        if (turn == null) {
            return;
        }
        String zone = Standing.title(mark.server.zone());
        if (reason.isEmpty()) {
            LOG.info("shop {}: server {} ({}) is healthy again", shop, mark.server.base(), zone);
        } else {
            LOG.warn(
                    "shop {}: server {} ({}) is unhealthy and gets no buyers: {}",
                    shop,
                    mark.server.base(),
                    zone,
                    reason);
        }
        if (turn.after().equals(Standing.NONE)) {
            LOG.warn(
                    "shop {}: no server is healthy: admitted buyers get 503, nobody is called; bring a server back",
                    shop);
        } else if (!turn.after().equals(turn.before())) {
            LOG.warn("shop {}: buyers go to {} now", shop, Standing.title(turn.after()));
        }
    }

    private @Nullable ServerMark markOf(Server server) {
        for (ServerMark mark : marks) {
            if (mark.server == server || mark.server.equals(server)) {
                return mark;
            }
        }
        return null;
    }

    private static Duration jittered(Duration interval) {
        double factor = ThreadLocalRandom.current().nextDouble(0.9, 1.1);
        return Duration.ofNanos((long) (interval.toNanos() * factor));
    }

    /** Which zone served before a server's health turned, and which after. */
    private record Turn(String before, String after) {}
}
