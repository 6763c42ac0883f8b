package io.foyer.gateway.proxy;

import io.foyer.gateway.config.UpstreamConfig;
import io.foyer.gateway.edge.BodyFraming;
import io.foyer.gateway.edge.BuyerSide;
import io.foyer.gateway.edge.Outbox;
import io.foyer.gateway.edge.Relay;
import io.foyer.gateway.edge.TrafficMeter;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.ResponseWatcher;
import io.foyer.gateway.http.HeadWriter;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.HeaderLines;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of one buyer's connection to servers and their responses back, one at a time. It holds no bytes: what
 * the buyer sends goes to the server's socket and the other way round, and each side is paused while the other is full.
 */
final class ShopRelay implements Relay, ResponseSink, ConnectionRequest.Asker {
    private static final int HEAD_BYTES = 1536;

    private final BuyerSide buyer;
    private final TrafficMeter meter;
    private final ConnectionRequest asked;
    private @Nullable Forwarding forwarding;
    private @Nullable UpstreamConnection connection;
    private boolean sent;
    private boolean requestEnded;
    private boolean sendFailed;
    private boolean responded;
    private boolean upgraded;
    private boolean shopEnded;

    ShopRelay(BuyerSide buyer, LoopPools pools) {
        this.buyer = buyer;
        meter = pools.meter();
        asked = new ConnectionRequest(buyer, pools, this);
    }

    @Override
    public void start(Forwarding toForward) {
        forwarding = toForward;
        sent = false;
        responded = false;
        upgraded = false;
        shopEnded = false;
        asked.start(toForward.shop());
    }

    @Override
    public void body(ByteBuf data) {
        UpstreamConnection to = connection;
        if (to == null || sendFailed) {
            data.release();
            return;
        }
        BodyFraming.add(to.outbox(), buyer.request().bodyKind(), data);
        if (!to.isWritable()) {
            buyer.pauseBody();
            to.limit(upgraded ? stillNanos() : responseNanos());
        } else if (upgraded) {
            to.limit(stillNanos());
        }
    }

    @Override
    public void bodyEnd(@Nullable HeaderBlock trailers) {
        requestEnded = true;
        UpstreamConnection to = connection;
        if (to == null || sendFailed) {
            return;
        }
        if (upgraded) {
            buyerEnded(to);
            return;
        }
        BodyFraming.end(to.outbox(), buyer.request().bodyKind(), trailers);
        to.limit(responseNanos());
    }

    @Override
    public void flush() {
        if (connection != null) {
            connection.outbox().flushSoon();
        }
    }

    @Override
    public void buyerWritable() {
        if (connection != null) {
            connection.resumeReading();
            connection.limit(stillNanos());
        }
    }

    @Override
    public void cancel() {
        leave();
        settleFailed();
    }

    /** There is a connection: sends the request's head, and asks for its body. */
    @Override
    public void connected(UpstreamConnection to) {
        connection = to;
        sent = true;
        sendFailed = false;
        RequestHead request = buyer.request();
        requestEnded = !request.hasBody();
        to.attach(this, request.method(), buyer.upgrade());
        int small = (int) Math.min(request.contentLength(), Outbox.JOINED_BYTES);
        ByteBuf out = to.outbox().room(HEAD_BYTES + small);
        HeadWriter.writeRequest(out, request, buyer.forwardedLines(), requestLines());
        if (requestEnded || request.expectContinue()) {
            to.limit(responseNanos());
        } else {
            to.unlimit();
        }
        if (!requestEnded) {
            buyer.readBody();
        }
        if (connection == to) {
            to.outbox().flushSoon();
        }
    }

    /** Passes on a 1xx. */
    @Override
    public void interim(ResponseHead head) {
        buyer.interim(head);
        limitUnlessSending();
    }

    /** Starts the final response; returns false if the buyer is gone. */
    @Override
    public boolean respond(ResponseHead head) {
        responded = true;
        byte[] lines = current().responseLines();
        ResponseWatcher watcher = current().watcher();
        if (watcher != null) {
            lines = HeaderLines.join(lines, watcher.onResponse(head));
        }
        UpstreamConnection from = connection;
        if (from == null) {
            return false;
        }
        if (head.isSwitch()) {
            upgrade(from, head, lines);
        } else {
            buyer.respond(head, lines);
        }
        return true;
    }

    private void upgrade(UpstreamConnection from, ResponseHead head, byte[] lines) {
        asked.answered();
        upgraded = true;
        requestEnded = false;
        from.upgrade();
        from.limit(stillNanos());
        buyer.switched(head, HeaderLines.join(lines, upgradeLines()));
        flush();
    }

    /** Passes a piece of the response on. */
    @Override
    public void data(ByteBuf data) {
        UpstreamConnection from = connection;
        if (from == null) {
            data.release();
            return;
        }
        buyer.data(data);
        if (!buyer.isWritable()) {
            from.pauseReading();
        }
    }

    /** All that was read has been passed on. */
    void readComplete() {
        UpstreamConnection from = connection;
        if (from != null && responded) {
            buyer.flush();
            if (buyer.isWritable()) {
                from.limit(stillNanos());
            }
        }
    }

    /** The response is complete; the connection is kept if the request is, too. */
    @Override
    public void responseEnd(@Nullable HeaderBlock trailers) {
        UpstreamConnection from = connection;
        if (from == null) {
            return;
        }
        if (upgraded) {
            shopEnded(from);
            return;
        }
        asked.answered();
        connection = null;
        if (requestEnded && !sendFailed && from.isClean()) {
            from.release();
        } else {
            from.close();
        }
        buyer.end(trailers);
    }

    private void buyerEnded(UpstreamConnection to) {
        if (shopEnded) {
            bothEnded(to);
        } else {
            to.endOutput();
        }
    }

    /** The last to end may have said something just before. */
    private void bothEnded(UpstreamConnection to) {
        connection = null;
        to.limit(stillNanos());
        to.closeSent();
    }

    private void shopEnded(UpstreamConnection from) {
        shopEnded = true;
        if (requestEnded) {
            bothEnded(from);
        } else {
            from.limit(stillNanos());
        }
        buyer.end(null);
    }

    /** The server takes more of the body again. */
    void serverWritable() {
        limitUnlessSending();
        buyer.resumeBody();
    }

    /** The server takes no more of the body; it may still answer. */
    void sendFailed() {
        sendFailed = true;
        buyer.resumeBody();
    }

    /** The connection ended, or has to end, before the response was complete. */
    @Override
    public void broke(UpstreamFault fault) {
        UpstreamConnection from = connection;
        if (from == null) {
            return;
        }
        if (upgraded) {
            leave();
            buyer.fail(fault);
            return;
        }
        boolean stale = fault == UpstreamFault.BROKEN && from.isReused() && !from.hasResponseByte();
        if (stale && asked.mayRepeat()) {
            leave();
            asked.repeat();
            return;
        }
        asked.unanswered(fault);
        failed(fault);
    }

    /** Gives up. */
    @Override
    public void failed(UpstreamFault fault) {
        meter.upstreamFailed(current().shop().shop(), fault);
        leave();
        settleFailed();
        buyer.fail(fault);
    }

    /** Lets go of whatever is held or waited for. */
    private void leave() {
        asked.stop();
        UpstreamConnection had = connection;
        connection = null;
        if (had != null) {
            had.close();
        }
    }

    private void settleFailed() {
        ResponseWatcher watcher = current().watcher();
        if (!responded && watcher != null) {
            watcher.onFailure(sent);
        }
        responded = true;
    }

    private void limitUnlessSending() {
        UpstreamConnection to = connection;
        if (to == null) {
            return;
        }
        if (upgraded) {
            to.limit(stillNanos());
        } else if (requestEnded) {
            to.limit(responseNanos());
        } else {
            to.unlimit();
        }
    }

    private byte[] requestLines() {
        byte[] lines = current().requestLines();
        return buyer.upgrade() == null ? lines : HeaderLines.join(lines, upgradeLines());
    }

    private byte[] upgradeLines() {
        return HeadWriter.upgradeLines(Objects.requireNonNull(buyer.upgrade()));
    }

    /** How long what has begun may stand still. */
    private long stillNanos() {
        UpstreamConfig.Timeouts timeouts = current().shop().config().timeouts();
        return (upgraded ? timeouts.upgraded() : timeouts.idle()).toNanos();
    }

    private long responseNanos() {
        return current().shop().config().responseTimeout().toNanos();
    }

    private Forwarding current() {
        Forwarding now = forwarding;
        if (now == null) {
            throw new IllegalStateException("nothing is being forwarded");
        }
        return now;
    }
}
