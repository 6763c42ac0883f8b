package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.TrafficMeter;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The pools of one event loop, one a server. Pools of servers that are no longer named empty themselves by idling. */
final class LoopPools {
    private final EventLoop loop;
    private final Dialer dialer;
    private final TrafficMeter meter;
    private final Function<Server, ServerGate> gates;
    private final Map<Server, ServerPool> pools = new HashMap<>();

    LoopPools(EventLoop loop, Dialer dialer, TrafficMeter meter, Function<Server, ServerGate> gates) {
        this.loop = loop;
        this.dialer = dialer;
        this.meter = meter;
        this.gates = gates;
    }

    TrafficMeter meter() {
        return meter;
    }

    ServerPool of(Server server) {
        ServerPool pool = pools.get(server);
        if (pool == null) {
            pool = new ServerPool(server, loop, gates.apply(server), dialer, meter);
            pools.put(server, pool);
        }
        return pool;
    }
}
