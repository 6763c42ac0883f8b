package io.foyer.gateway.ops;

import io.foyer.gateway.edge.RequestRecord;
import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.health.Pulses.Pulse;
import io.foyer.gateway.health.ShopPulse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One shop's traffic. Meters are registered when they are first used, so a shop shows no series for what never happens. */
final class ShopMeters {
    private static final String[] STATUS_CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    /** A conversation's length would hide how long requests take. */
    private static final int SWITCHED = 101;

    private static final Decision[] DECISIONS = Decision.values();

    final LongAdder connections = new LongAdder();
    final Lazy<Timer> connect;
    final Lazy<LongAdder> streams;
    final Lazy<Timer> wait;
    final Lazy<Counter> reused;
    final Lazy<Counter> retried;
    final Lazy<Upgraded> upgraded;

    private final Meters meters;
    private final String shop;
    private final Pulse pulse;
    private final Counter received;
    private final Counter sent;
    private final Lazy<Timer> byShop;
    private final Lazy<Timer> byFoyer;
    private final Lazy<Timer> response;
    private final AtomicReferenceArray<@Nullable Counter> requests =
            new AtomicReferenceArray<>((DECISIONS.length + 1) * STATUS_CLASSES.length);

    ShopMeters(Meters meters, String shop, Pulse pulse) {
        this.pulse = pulse;
        this.meters = meters;
        this.shop = shop;
        this.connect = new Lazy<>(() -> {
            meters.gauge(Metric.UPSTREAM_CONNECTIONS, connections::sum, shop);
            return meters.timer(Metric.UPSTREAM_CONNECT, shop);
        });
        this.streams = new Lazy<>(() -> {
            LongAdder open = new LongAdder();
            meters.gauge(Metric.UPSTREAM_STREAMS, open::sum, shop);
            return open;
        });
        this.wait = new Lazy<>(() -> meters.timer(Metric.UPSTREAM_WAIT, shop));
        this.reused = new Lazy<>(() -> meters.counter(Metric.UPSTREAM_REUSED, shop));
        this.retried = new Lazy<>(() -> meters.counter(Metric.UPSTREAM_RETRIED, shop));
        this.upgraded = new Lazy<>(() -> new Upgraded(meters, shop));
        this.received = meters.counter(Metric.RECEIVED, shop);
        this.sent = meters.counter(Metric.SENT, shop);
        this.byShop = new Lazy<>(() -> meters.timer(Metric.REQUEST_DURATION, shop, "shop"));
        this.byFoyer = new Lazy<>(() -> meters.timer(Metric.REQUEST_DURATION, shop, "foyer"));
        this.response = new Lazy<>(() -> meters.timer(Metric.UPSTREAM_RESPONSE, shop));
    }

    void finished(RequestRecord request) {
        requests(request.decision(), request.status()).increment();
        received.increment(request.bytesIn());
        sent.increment(request.bytesOut());
        boolean fromShop = request.connectedNanos() > 0 && request.respondedNanos() > 0 && request.fault() == null;
        if (request.status() != SWITCHED) {
            (fromShop ? byShop : byFoyer).get().record(request.endedNanos(), TimeUnit.NANOSECONDS);
        }
        feel(request, fromShop);
        if (fromShop) {
            response.get().record(request.respondedNanos() - request.connectedNanos(), TimeUnit.NANOSECONDS);
        }
        if (request.ending() != Ending.COMPLETE) {
            meters.counter(
                            Metric.REQUESTS_CUT,
                            shop,
                            Texts.lower(request.ending()).substring("by_".length()))
                    .increment();
        }
    }

    /** Requests on a pass show what calls do to the shop. */
    private void feel(RequestRecord request, boolean fromShop) {
        Decision decision = request.decision();
        if (decision == null) {
            return;
        }
        ShopPulse felt = switch (decision) {
            case PASS, ENTERED, ADMITTED -> pulse.pages();
            case ORDER -> pulse.orders();
            default -> null;
        };
        if (felt == null) {
            return;
        }
        if (fromShop) {
            felt.answered(request.respondedNanos() - request.connectedNanos(), request.status());
        } else if (request.fault() != null && isShops(request.fault())) {
            felt.unanswered();
        }
    }

    /** Not for want of a server, which pacing knows already, nor of a lookup of ours. */
    private static boolean isShops(UpstreamFault fault) {
        return fault != UpstreamFault.NO_SERVER && fault != UpstreamFault.NO_LOOKUP;
    }

    void failed(UpstreamFault fault) {
        meters.counter(Metric.UPSTREAM_FAILURES, shop, Texts.lower(fault)).increment();
    }

    private Counter requests(@Nullable Decision decision, int status) {
        int statusClass = Math.min(status / 100, STATUS_CLASSES.length - 1);
        int index = (decision == null ? DECISIONS.length : decision.ordinal()) * STATUS_CLASSES.length + statusClass;
        Counter known = requests.get(index);
        if (known != null) {
            return known;
        }
        String text = decision == null ? "none" : Texts.lower(decision);
        Counter counter = meters.counter(Metric.REQUESTS, shop, text, STATUS_CLASSES[statusClass]);
        requests.set(index, counter);
        return counter;
    }

    /** Connections that carry another protocol than HTTP. */
    static final class Upgraded {
        final LongAdder open = new LongAdder();

        Upgraded(Meters meters, String shop) {
            meters.gauge(Metric.UPGRADED, open::sum, shop);
        }
    }

    /**
     * A meter that is registered when first used. Event loops race for it, and of those who made another gauge all but one
     * would count what nobody reads; so it is made under a lock, once.
     */
    static final class Lazy<T> {
        private final Supplier<T> maker;
        private volatile @Nullable T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        T get() {
            T known = made;
            return known != null ? known : make();
        }

        private synchronized T make() {
            T known = made;
            if (known == null) {
                known = maker.get();
                made = known;
            }
            return known;
        }
    }
}
