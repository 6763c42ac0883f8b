package io.foyer.gateway.edge;

import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.HeaderBlock;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The shop's side of a request that is forwarded. Everything on the event loop of the buyer's connection. */
public interface Relay {

    /** Starts a request; its body is asked for with {@link BuyerSide#readBody()}. */
    void start(Forwarding forwarding);

    /** Takes over a piece of the request's body, without framing. */
    void body(ByteBuf data);

    /** The request's body is complete. */
    void bodyEnd(@Nullable HeaderBlock trailers);

    /** No more of the body is at hand just now. */
    void flush();

    /** The buyer takes more of the response again, after {@link BuyerSide#isWritable()} was false. */
    void buyerWritable();

    /** The buyer has gone or is no longer listened to. Nothing is said to the buyer's side afterwards. */
    void cancel();
}
