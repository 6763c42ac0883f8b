package io.foyer.gateway.exchange;

import io.foyer.gateway.http.RequestHead;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;

/**
 * One request and its answer. Exactly one of {@link #answer} and {@link #forward} is called, at once or later; until then
 * the connection reads no further. Both do nothing once the buyer is gone.
 */
public interface Exchange {

    /** Valid until the exchange is answered. */
    RequestHead request();

    /** The buyer's address, from the connection or from a trusted proxy. */
    InetAddress clientAddress();

    /** Whether the buyer's side is https, at this listener or at a trusted proxy in front of it. */
    boolean isSecure();

    /** Where all of this exchange happens. */
    EventExecutor eventLoop();

    /** False once the buyer has gone. */
    boolean isOpen();

    /** Runs {@code listener} if the buyer goes before the exchange is answered or forwarded. Replaces an earlier one. */
    void onAbandoned(Runnable listener);

    /** Notes whose request it is, for the access log and the metrics. */
    void belongsTo(String shop);

    /** Notes the room, or the lane beside it, whose line the request is for, for the access log. */
    void inRoom(String room);

    /** Notes why the request goes where it goes, for the access log and the metrics. */
    void decided(Decision decision);

    /**
     * Counts the request against the rate of its client's address.
     *
     * @return false when the address has had too many, and the request is to be refused
     */
    boolean isWithinRate();

    /**
     * Lowers the limit of the request's body.
     *
     * @return false when the announced body is larger: the request has then been refused
     */
    boolean limitBody(long bytesMax);

    /**
     * Lets the request, if it is forwarded, ask the shop to change to another protocol, which it does not otherwise. Where the
     * buyer's side cannot change, it stays a plain request.
     */
    default void allowUpgrade(String protocol) {}

    /** Answers from here. A request body that is still to come is not read; the connection closes if there is one. */
    void answer(Answer answer);

    /** Streams the request to the shop and its response back. */
    void forward(Forwarding forwarding);

    /**
     * Breaks off a forwarded request that has no response yet: the shop's connection is closed and the buyer is told 504. Does
     * nothing in any other state.
     */
    void giveUp();

    /** Room for what a handler remembers of this connection from one request to the next, such as a verified pass. */
    ConnectionMemo memo();
}
