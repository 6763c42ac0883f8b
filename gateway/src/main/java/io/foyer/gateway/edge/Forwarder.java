package io.foyer.gateway.edge;

/** The way to the shops. */
@FunctionalInterface
public interface Forwarder {

    /** A relay for the requests of one connection, one at a time; called on the connection's event loop. */
    Relay relayFor(BuyerSide buyer);
}
