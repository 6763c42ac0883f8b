package io.foyer.gateway.ops;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.Flood;
import io.foyer.gateway.edge.RequestRecord;
import io.foyer.gateway.edge.TrafficMeter;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.health.Pulses;
import io.foyer.gateway.tls.TlsFault;
import io.micrometer.core.instrument.Counter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what the edge tells of, and has each request logged. A shop's or listener's meters are looked up by name once an
 * event, in a map; the registry is asked only the first time.
 */
public final class Traffic implements TrafficMeter {
    private static final String NO_SHOP = "none";

    private final Meters meters;
    private final AccessLog log;
    private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();
    private final Map<String, ShopMeters> shops = new ConcurrentHashMap<>();
    private final Pulses pulses;

    /** @param pulses told how the shops answer */
    public Traffic(Meters meters, AccessLog log, Pulses pulses) {
        this.pulses = pulses;
        this.meters = meters;
        this.log = log;
    }

    @Override
    public void connectionOpened(String listener) {
        ListenerMeters of = listener(listener);
        of.open.increment();
        of.accepted.increment();
    }

    @Override
    public void connectionClosed(String listener) {
        listener(listener).open.decrement();
    }

    @Override
    public void connectionRefused(String listener) {
        listener(listener).refused.increment();
    }

    @Override
    public void tlsAgreed(String listener, String version) {
        listener(listener)
                .agreed
                .computeIfAbsent(version, v -> meters.counter(Metric.TLS_HANDSHAKES, listener, v))
                .increment();
    }

    @Override
    public void tlsFailed(String listener, TlsFault fault) {
        meters.counter(Metric.TLS_FAILURES, listener, Texts.lower(fault)).increment();
    }

    @Override
    public void flooded(String listener, Flood kind) {
        meters.counter(Metric.HTTP2_FLOODS, listener, Texts.lower(kind)).increment();
    }

    @Override
    public void requestFinished(RequestRecord request) {
        String shop = request.shop();
        shop(shop == null ? NO_SHOP : shop).finished(request);
        log.log(request);
    }

    @Override
    public void upstreamConnected(String shop, Server server, long nanos) {
        ShopMeters of = shop(shop);
        of.connections.increment();
        of.connect.get().record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void upstreamClosed(String shop, Server server) {
        shop(shop).connections.decrement();
    }

    @Override
    public void upstreamStreamOpened(String shop, Server server) {
        shop(shop).streams.get().increment();
    }

    @Override
    public void upstreamStreamClosed(String shop, Server server) {
        shop(shop).streams.get().decrement();
    }

    @Override
    public void upstreamWaited(String shop, Server server, long nanos) {
        shop(shop).wait.get().record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void upstreamReused(String shop, Server server) {
        shop(shop).reused.get().increment();
    }

    @Override
    public void upstreamRetried(String shop, Server server) {
        shop(shop).retried.get().increment();
    }

    @Override
    public void upgradedOpened(String shop) {
        shop(shop).upgraded.get().open.increment();
    }

    @Override
    public void upgradedClosed(String shop) {
        shop(shop).upgraded.get().open.decrement();
    }

    @Override
    public void upstreamFailed(String shop, UpstreamFault fault) {
        shop(shop).failed(fault);
    }

    private ListenerMeters listener(String name) {
        ListenerMeters known = listeners.get(name);
        return known != null ? known : listeners.computeIfAbsent(name, n -> new ListenerMeters(meters, n));
    }

    private ShopMeters shop(String name) {
        ShopMeters known = shops.get(name);
        return known != null ? known : shops.computeIfAbsent(name, n -> new ShopMeters(meters, n, pulses.of(n)));
    }

    private static final class ListenerMeters {
        private final LongAdder open = new LongAdder();
        private final Counter accepted;
        private final Counter refused;
        private final Map<String, Counter> agreed = new ConcurrentHashMap<>();

        ListenerMeters(Meters meters, String listener) {
            meters.gauge(Metric.CONNECTIONS, open::sum, listener);
            accepted = meters.counter(Metric.CONNECTIONS_ACCEPTED, listener);
            refused = meters.counter(Metric.CONNECTIONS_REFUSED, listener);
        }
    }
}
