package io.foyer.gateway.proxy;

import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Takes a server's response piece by piece, on the connection's event loop. */
interface ResponseSink {

    /** A 1xx. */
    void interim(ResponseHead head);

    /** The final response starts; false if nobody listens any more. */
    boolean respond(ResponseHead head);

    /** A piece of the body, without framing; taken over. */
    void data(ByteBuf data);

    void responseEnd(@Nullable HeaderBlock trailers);

    /** The connection ended, or has to end, before the response was complete. */
    void broke(UpstreamFault fault);
}
