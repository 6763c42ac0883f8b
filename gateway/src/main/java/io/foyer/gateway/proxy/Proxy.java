package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.BuyerSide;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.edge.Forwarder;
import io.foyer.gateway.edge.Relay;
import io.foyer.gateway.edge.TrafficMeter;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Forwards requests to the servers of shops. One for the whole gateway; thread-safe. */
public final class Proxy implements Forwarder {
    private final Dialer dialer;
    private final TrafficMeter meter;
    private final Map<Server, ServerGate> gates = new ConcurrentHashMap<>();
    private final Map<EventLoop, LoopPools> loops = new ConcurrentHashMap<>();

    public Proxy(EventLoops eventLoops, TrafficMeter meter) {
        dialer = new Dialer(eventLoops.transport());
        this.meter = meter;
    }

    @Override
    public Relay relayFor(BuyerSide buyer) {
        LoopPools pools = loops.computeIfAbsent(buyer.eventLoop(), this::poolsOf);
        return new ShopRelay(buyer, pools);
    }

    /** Connections to a server that are open or being opened, over all event loops. */
    public int openConnections(Server server) {
        ServerGate gate = gates.get(server);
        return gate == null ? 0 : gate.open();
    }

    private LoopPools poolsOf(EventLoop loop) {
        return new LoopPools(loop, dialer, meter, server -> gates.computeIfAbsent(server, key -> new ServerGate()));
    }
}
