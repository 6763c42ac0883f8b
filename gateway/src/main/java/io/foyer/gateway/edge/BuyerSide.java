package io.foyer.gateway.edge;

import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** The buyer's side of a request that is forwarded: where its body comes from and its response goes to. */
public interface BuyerSide {

    RequestHead request();

    EventLoop eventLoop();

    /** {@code X-Forwarded-For} and {@code X-Forwarded-Proto} for the shop. */
    byte[] forwardedLines();

    RequestRecord record();

    /** The protocol that the shop is to be asked to change to; null for none. */
    default @Nullable String upgrade() {
        return null;
    }

    /** Starts the flow of the request's body to the relay; what has come already is passed before this returns. */
    void readBody();

    /** Holds the body back until {@link #resumeBody()}; pieces at hand may still come. */
    void pauseBody();

    void resumeBody();

    /** Whether the response may go on; if not, {@link Relay#buyerWritable()} follows. */
    boolean isWritable();

    /** Passes a 1xx on. */
    void interim(ResponseHead head);

    /**
     * Starts the final response.
     *
     * @param lines header lines to add
     */
    void respond(ResponseHead head, byte[] lines);

    /**
     * Passes a 101 on. From here on the bytes that the buyer sends come as its request's body, and its end may be before or
     * after that of {@link #data}; the exchange is over when both are.
     *
     * @param lines header lines to add
     */
    default void switched(ResponseHead head, byte[] lines) {
        throw new IllegalStateException("no upgrade was allowed");
    }

    /** Takes over a piece of the response's body, without framing. */
    void data(ByteBuf data);

    /** The response is complete. The next request may start before this returns. */
    void end(@Nullable HeaderBlock trailers);

    void flush();

    /** There will be no complete response: an error answer, or the end of the connection if a response has begun. */
    void fail(UpstreamFault fault);
}
