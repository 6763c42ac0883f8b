package io.foyer.gateway.edge;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.tls.TlsFault;

/** Told what happens to traffic. Called on event loops, so it must be quick and never block. */
public interface TrafficMeter {
    TrafficMeter NONE = new TrafficMeter() {};

    default void connectionOpened(String listener) {}

    default void connectionClosed(String listener) {}

    /** The listener had as many connections as it may have; the new one was closed. */
    default void connectionRefused(String listener) {}

    /** @param version as the JDK names it, such as {@code TLSv1.3} */
    default void tlsAgreed(String listener, String version) {}

    default void tlsFailed(String listener, TlsFault fault) {}

    /** A connection sent too many frames of a kind, and was closed. */
    default void flooded(String listener, Flood kind) {}

    /** A request has ended, well or not. The record is used again: what is to stay must be copied before returning. */
    default void requestFinished(RequestRecord request) {}

    /** @param nanos from the first attempt until the connection, TLS included, could be used */
    default void upstreamConnected(String shop, Server server, long nanos) {}

    default void upstreamClosed(String shop, Server server) {}

    /** A request has a stream of a connection from now on, until {@link #upstreamStreamClosed}. */
    default void upstreamStreamOpened(String shop, Server server) {}

    default void upstreamStreamClosed(String shop, Server server) {}

    /** A request had to wait for one of the server's connections, and got one or not. */
    default void upstreamWaited(String shop, Server server, long nanos) {}

    /** A request used a kept connection. */
    default void upstreamReused(String shop, Server server) {}

    /** A kept connection turned out to be dead, and the request was sent once more on a new one. */
    default void upstreamRetried(String shop, Server server) {}

    /** A connection of a buyer carries another protocol from now on, until {@link #upgradedClosed}. */
    default void upgradedOpened(String shop) {}

    default void upgradedClosed(String shop) {}

    default void upstreamFailed(String shop, UpstreamFault fault) {}
}
