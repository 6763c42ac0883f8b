package io.foyer.gateway.edge;

import io.netty.channel.EventLoop;

/** A buyer's connection as its listener sees it. All but {@link #close()} on its event loop. */
interface BuyerConnection {

    EventLoop eventLoop();

    /** Takes no more requests than are on their way, and ends once they are answered. */
    void drain();

    /** Ends it now. Any thread. */
    void close();
}
