package io.foyer.gateway.edge;

import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.limits.Allowance;
import io.foyer.gateway.limits.Limit;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** What an exchange is in any version of HTTP: the way from a request's head over the decision to its end. */
abstract sealed class BuyerExchange implements Exchange, BuyerSide permits Http1Exchange, Http2Exchange {
    static final Trouble TOO_LARGE = Trouble.ofBuyer(413, "body is too large");

    final RequestHead head = new RequestHead();
    State state = State.NONE;

    @Nullable
    Runnable onAbandoned;

    boolean awaitsContinue;

    private final Edge edge;
    private final EventLoop loop;
    private final RequestRecord record;
    private final Relay relay;

    enum State {
        /** Nothing asked yet, or nothing more to say. */
        NONE,
        DECIDING,
        /** With the relay, which has no final response yet. */
        FORWARDED,
        RESPONDING,
        /** Both sides talk in another protocol. */
        UPGRADED,
        /** All of the response was handed over; some may still wait for the buyer's window. */
        ANSWERED,
        GONE
    }

    @SuppressWarnings("this-escape") // the relay only asks for the loop and keeps it
    BuyerExchange(Edge edge, EventLoop loop, String listener, Scheme scheme) {
        this.edge = edge;
        this.loop = loop;
        record = new RequestRecord(listener, scheme, head);
        relay = edge.forwarder().relayFor(this);
    }

    /** Bytes of the request's body that have come, without framing. */
    abstract long received();

    /** Bytes of the response that were handed over. */
    abstract long written();

    abstract boolean isBodyTooLarge();

    /** What is left of the client's rate of requests. */
    abstract Allowance requests();

    /** Tells the buyer that the request cannot go on. */
    abstract void answerLast(Trouble trouble, Ending ending);

    /** Tells the buyer that the shop failed; the connection can go on. */
    abstract void answerFailed(UpstreamFault fault);

    /** Ends a response that has begun, and never as if it were complete. */
    abstract void cut(Ending ending);

    final Edge edge() {
        return edge;
    }

    final Relay relay() {
        return relay;
    }

    @Override
    public final EventLoop eventLoop() {
        return loop;
    }

    @Override
    public final RequestRecord record() {
        return record;
    }

    @Override
    public final RequestHead request() {
        return head;
    }

    /** The head is complete: the handler decides. */
    final void decide() {
        if (isBodyTooLarge()) {
            refuse(TOO_LARGE);
            return;
        }
        try {
            edge.handler().handle(this);
        } catch (RuntimeException e) {
            edge.unexpected(e);
            fail(Trouble.INTERNAL, Ending.BY_US);
        }
    }

    final void refuse(Trouble trouble) {
        record.decided(Decision.REFUSED);
        answerLast(trouble, Ending.BY_BUYER);
    }

    @Override
    public final boolean limitBody(long bytesMax) {
        lowerBodyLimit(bytesMax);
        if (state == State.DECIDING && isBodyTooLarge()) {
            refuse(TOO_LARGE);
            return false;
        }
        return true;
    }

    abstract void lowerBodyLimit(long bytesMax);

    @Override
    public final boolean isWithinRate() {
        if (requests().take()) {
            return true;
        }
        edge.guard().tally().reached(Limit.REQUESTS_PER_ADDRESS, clientAddress());
        return false;
    }

    @Override
    public boolean isOpen() {
        return state != State.GONE;
    }

    @Override
    public final void onAbandoned(Runnable listener) {
        record.storeAsked();
        onAbandoned = listener;
    }

    @Override
    public final void belongsTo(String shop) {
        record.belongsTo(shop);
    }

    @Override
    public final void inRoom(String room) {
        record.inRoom(room);
    }

    @Override
    public final void decided(Decision decision) {
        record.decided(decision);
    }

    @Override
    public final void forward(Forwarding forwarding) {
        if (takeDecision()) {
            state = State.FORWARDED;
            relay.start(forwarding);
        }
    }

    /** Whether there is still somebody for what was decided. */
    final boolean takeDecision() {
        if (!isOpen()) {
            return false;
        }
        if (state != State.DECIDING) {
            throw new IllegalStateException("exchange was answered or forwarded before");
        }
        onAbandoned = null;
        record.goesOn();
        return true;
    }

    @Override
    public final void giveUp() {
        if (state == State.FORWARDED) {
            fail(Trouble.TOO_LATE, Ending.BY_US);
        }
    }

    /** The exchange cannot go on, whatever its state. */
    void fail(Trouble trouble, Ending ending) {
        switch (state) {
            case DECIDING -> answerLast(trouble, ending);
            case FORWARDED -> {
                relay.cancel();
                answerLast(trouble, ending);
            }
            case RESPONDING -> {
                record.because(trouble.detail());
                trouble.tally(edge, clientAddress());
                relay.cancel();
                cut(ending);
            }
            default -> {}
        }
    }

    @Override
    public void fail(UpstreamFault fault) {
        record.failed(fault);
        if (state == State.FORWARDED) {
            answerFailed(fault);
        } else {
            cut(Ending.BY_SHOP);
        }
    }

    /** The buyer has gone; returns what the exchange was at. */
    final State leave() {
        State before = state;
        state = State.GONE;
        if (before == State.DECIDING) {
            Runnable listener = onAbandoned;
            finished(Ending.BY_BUYER);
            if (listener != null) {
                listener.run();
            }
        } else if (before == State.FORWARDED || before == State.RESPONDING) {
            relay.cancel();
            finished(Ending.BY_BUYER);
        }
        return before;
    }

    /** Notes that the client ran into one of the limits. */
    final void reached(Limit limit, String reason) {
        record.because(reason);
        edge.guard().tally().reached(limit, clientAddress());
    }

    final void finished(Ending ending) {
        record.bodyRead(received());
        record.end(ending, written());
        edge.meter().requestFinished(record);
    }
}
