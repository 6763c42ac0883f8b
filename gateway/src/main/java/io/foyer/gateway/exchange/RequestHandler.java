package io.foyer.gateway.exchange;

/** Decides what becomes of a request. Called on the exchange's event loop as soon as the head has been read. */
@FunctionalInterface
public interface RequestHandler {
    void handle(Exchange exchange);
}
