package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.TrafficMeter;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * One event loop's HTTP/2 connections to one server: mostly one, another while that one has as many streams as the server
 * allows. Who asks for a connection gets a stream that looks like one, good for one request. How many wait is bounded by the
 * server's {@code connections}, of which each stream takes one.
 */
final class Http2Pool {
    private final Server server;
    private final EventLoop loop;
    private final Dialer dialer;
    private final TrafficMeter meter;
    private final List<Http2Link> links = new ArrayList<>();
    private final Deque<Dialer.Caller> waiting = new ArrayDeque<>();
    private boolean dialing;

    Http2Pool(Server server, EventLoop loop, Dialer dialer, TrafficMeter meter) {
        this.server = server;
        this.loop = loop;
        this.dialer = dialer;
        this.meter = meter;
    }

    /**
     * Opens a stream, on a new connection if need be.
     *
     * @param shop whose request it is for
     */
    void dial(String shop, Duration timeout, Dialer.Caller caller) {
        for (Http2Link link : links) {
            if (link.hasRoom()) {
                meter.upstreamReused(shop, server);
                link.open(caller);
                return;
            }
        }
        waiting.addLast(caller);
        if (!dialing) {
            connect(shop, timeout);
        }
    }

    private void connect(String shop, Duration timeout) {
        dialing = true;
        long started = System.nanoTime();
        dialer.dial(server, loop, timeout, new Dialer.Caller() {
            @Override
            public void dialled(Channel channel) {
                dialing = false;
                meter.upstreamConnected(shop, server, System.nanoTime() - started);
                channel.closeFuture().addListener(closed -> meter.upstreamClosed(shop, server));
                links.add(new Http2Link(channel, server, Http2Pool.this));
                serveWaiting(shop, timeout);
            }

            @Override
            public void notDialled(Throwable cause) {
                dialing = false;
                List<Dialer.Caller> failed = new ArrayList<>(waiting);
                waiting.clear();
                failed.forEach(caller -> caller.notDialled(cause));
            }
        });
    }

    private void serveWaiting(String shop, Duration timeout) {
        Http2Link newest = links.get(links.size() - 1);
        while (!waiting.isEmpty() && newest.hasRoom()) {
            newest.open(waiting.removeFirst());
        }
        if (!waiting.isEmpty() && !dialing) {
            connect(shop, timeout);
        }
    }

    /** It takes no more streams. */
    void remove(Http2Link link) {
        links.remove(link);
    }
}
