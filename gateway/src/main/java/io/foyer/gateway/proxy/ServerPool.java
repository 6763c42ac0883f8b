package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.TrafficMeter;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.ShopUpstream;
import io.netty.channel.Channel;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's connections to one server. The one used last is used first, so that as few as possible are kept alive.
 * When the server has as many as it may get, requests wait in order, at most as many as there may be connections.
 */
final class ServerPool {
    private final Server server;
    private final EventLoop loop;
    private final ServerGate gate;
    private final Dialer dialer;
    private final @Nullable Http2Pool http2;
    private final TrafficMeter meter;
    private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
    private final Deque<ConnectionRequest> waiting = new ArrayDeque<>();

    ServerPool(Server server, EventLoop loop, ServerGate gate, Dialer dialer, TrafficMeter meter) {
        this.server = server;
        this.loop = loop;
        this.gate = gate;
        this.dialer = dialer;
        http2 = server.isHttp2() ? new Http2Pool(server, loop, dialer, meter) : null;
        this.meter = meter;
        gate.join(this);
    }

    Server server() {
        return server;
    }

    /**
     * Gives the request a connection, now or later, or refuses it.
     *
     * @param idleNanosMax how long a connection may have been idle to be used; 0 asks for a new one
     */
    void acquire(ConnectionRequest request, long idleNanosMax) {
        UpstreamConnection kept = idle.peekFirst();
        if (kept != null && idleNanosMax > 0 && kept.idleNanos() <= idleNanosMax) {
            idle.pollFirst();
            request.connected(kept);
            return;
        }
        int max = request.shop().config().connections();
        if (gate.tryOpen(max) || closeOldest() && gate.tryOpen(max)) {
            dial(request);
        } else if (gate.tryWait(max, this)) {
            waiting.addLast(request);
            request.waiting();
        } else {
            request.refused();
        }
    }

    /** The request waits no longer. */
    void forget(ConnectionRequest request) {
        if (waiting.remove(request)) {
            gate.waited();
        }
    }

    /** Takes back a connection that can take the next request. */
    void release(UpstreamConnection connection) {
        ConnectionRequest next = nextWaiting();
        if (next != null) {
            next.connected(connection);
        } else if (gate.someoneWaits()) {
            connection.close();
        } else {
            idle.addFirst(connection);
        }
    }

    void closed(UpstreamConnection connection) {
        idle.remove(connection);
        gate.closed();
        if (http2 == null) {
            meter.upstreamClosed(connection.shop(), server);
        } else {
            meter.upstreamStreamClosed(connection.shop(), server);
        }
    }

    /** Called on any thread: a place under the server's limit may be free. */
    void placeFree() {
        loop.execute(this::serveWaiting);
    }

    /** Called on any thread: another loop needs a connection more than this one does. */
    void giveUpIdle() {
        loop.execute(this::closeOldest);
    }

    /** Makes a place for a new one, where one idles here. */
    private boolean closeOldest() {
        UpstreamConnection oldest = idle.pollLast();
        if (oldest == null) {
            return false;
        }
        oldest.close();
        return true;
    }

    private void serveWaiting() {
        while (!waiting.isEmpty()) {
            ConnectionRequest first = waiting.getFirst();
            if (!gate.tryOpen(first.shop().config().connections())) {
                return;
            }
            nextWaiting();
            dial(first);
        }
    }

    private @Nullable ConnectionRequest nextWaiting() {
        ConnectionRequest next = waiting.pollFirst();
        if (next != null) {
            gate.waited();
        }
        return next;
    }

    private void dial(ConnectionRequest request) {
        ShopUpstream shop = request.shop();
        int attempt = request.dialing();
        long started = System.nanoTime();
        Dialer.Caller caller = new Dialer.Caller() {
            @Override
            public void dialled(Channel channel) {
                if (http2 == null) {
                    meter.upstreamConnected(shop.shop(), server, System.nanoTime() - started);
                } else {
                    meter.upstreamStreamOpened(shop.shop(), server);
                }
                UpstreamConnection connection = new UpstreamConnection(channel, ServerPool.this, shop.shop());
                if (request.isDialing(attempt)) {
                    request.connected(connection);
                } else {
                    connection.offer();
                }
            }

            @Override
            public void notDialled(Throwable cause) {
                gate.closed();
                request.notConnected(attempt, faultOf(cause));
            }
        };
        if (http2 == null) {
            dialer.dial(server, loop, shop.config().connectTimeout(), caller);
        } else {
            http2.dial(shop.shop(), shop.config().connectTimeout(), caller);
        }
    }

    private static UpstreamFault faultOf(Throwable cause) {
        if (cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException) {
            return UpstreamFault.CONNECT_TIMED_OUT;
        }
        if (cause instanceof UnknownHostException) {
            return UpstreamFault.NAME_UNKNOWN;
        }
        if (cause instanceof RejectedExecutionException) {
            return UpstreamFault.NO_LOOKUP;
        }
        if (cause instanceof SSLException) {
            return isOfCertificate(cause) ? UpstreamFault.TLS_CERTIFICATE : UpstreamFault.TLS_FAILED;
        }
        return UpstreamFault.CONNECT_FAILED;
    }

    private static boolean isOfCertificate(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 10; depth++) {
            if (cause instanceof CertificateException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
