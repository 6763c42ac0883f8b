package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.ConnectionMemo;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.exchange.Exchange;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.BodyKind;
import io.foyer.gateway.http.ChunkWriter;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.HeadWriter;
import io.foyer.gateway.http.HeadWriter.Persistence;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.RequestHeadParser;
import io.foyer.gateway.http.ResponseHead;
import io.foyer.gateway.limits.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one connection, one after the other in one object while they come: all that a request needs memory for.
 * Writes what the buyer gets.
 */
final class Http1Exchange implements Exchange, BuyerSide {
    private static final int CHUNK_FRAME_BYTES = 16;
    private static final int HEAD_BYTES = 1024;

    private final Http1Connection connection;
    private final Channel channel;
    private final Edge edge;
    private final ClientAddress client;
    private final RequestHead head = new RequestHead();
    private final RequestHeadParser parser;
    private final RequestBody body;
    private final RequestRecord record;
    private final Outbox outbox;
    private final Relay relay;
    private final ConnectionMemo memo = new ConnectionMemo();
    private State state = State.NONE;
    private @Nullable Runnable onAbandoned;
    private BodyKind responseKind = BodyKind.NONE;
    private Persistence persistence = Persistence.KEEP;
    private @Nullable String upgrade;
    private boolean awaitsContinue;
    private boolean outputEnded;
    private long writtenBefore;

    private enum State {
        /** Nothing asked yet, or all answered. */
        NONE,
        DECIDING,
        /** With the relay, which has no final response yet. */
        FORWARDED,
        RESPONDING,
        /** Both sides talk in another protocol. */
        UPGRADED,
        GONE
    }

    Http1Exchange(
            Http1Connection connection, Channel channel, ListenerEdge listener, Limits limits, ClientAddress client) {
        this.connection = connection;
        this.channel = channel;
        this.client = client;
        edge = listener.edge();
        HeadLimits headLimits = HeadLimits.ofHeadBytes(limits.headerSizeBytes());
        parser = new RequestHeadParser(headLimits);
        body = new RequestBody(headLimits, limits.bodySizeBytes());
        record = new RequestRecord(listener.config().name(), listener.scheme(), head);
        outbox = new Outbox(channel);
        relay = edge.forwarder().relayFor(this);
    }

    /** Reads on in the head of the next request. */
    ParseResult readHead(ByteBuf in, boolean first) {
        if (first) {
            record.begin();
        }
        int before = in.readerIndex();
        ParseResult result = parser.parse(in, head);
        if (result == ParseResult.COMPLETE) {
            record.headRead(in.readerIndex() - before);
        }
        return result;
    }

    /** Why the head was refused. */
    @Nullable
    Refusal headRefusal() {
        return parser.refusal();
    }

    /** The head is complete: decides. */
    void begin() {
        body.begin(head);
        if (body.isTooLarge()) {
            refuse(413, "body is too large");
            return;
        }
        state = State.DECIDING;
        onAbandoned = null;
        upgrade = null;
        awaitsContinue = request().expectContinue();
        writtenBefore = outbox.written();
        client.take(request());
        record.from(client.address());
        try {
            edge.handler().handle(this);
        } catch (RuntimeException e) {
            edge.unexpected(e);
            fail(Trouble.INTERNAL, Ending.BY_US);
        }
    }

    Relay relay() {
        return relay;
    }

    RequestBody body() {
        return body;
    }

    boolean isDecided() {
        return state != State.DECIDING;
    }

    boolean awaitsContinue() {
        return awaitsContinue && body.received() == 0 && state == State.FORWARDED;
    }

    void writable() {
        if (state == State.RESPONDING || state == State.UPGRADED) {
            relay.buyerWritable();
        }
    }

    /** Answers a request that cannot be read on, and closes. */
    void refuse(int status, String detail) {
        writtenBefore = outbox.written();
        record.decided(Decision.REFUSED);
        state = State.DECIDING;
        answerLast(Trouble.ofBuyer(status, detail), Ending.BY_BUYER);
    }

    /** The exchange cannot go on, whatever its state. */
    void bodyFailed(int status, String detail) {
        fail(Trouble.ofBuyer(status, detail), Ending.BY_BUYER);
    }

    private void fail(Trouble trouble, Ending ending) {
        if (state == State.FORWARDED) {
            relay.cancel();
            answerLast(trouble, ending);
        } else if (state == State.DECIDING) {
            answerLast(trouble, ending);
        } else if (state == State.RESPONDING) {
            record.because(trouble.detail());
            trouble.tally(edge, client.address());
            relay.cancel();
            cut(ending);
        }
    }

    @Override
    public void belongsTo(String shop) {
        record.belongsTo(shop);
    }

    @Override
    public void giveUp() {
        if (state == State.FORWARDED) {
            relay.cancel();
            answerLast(Trouble.TOO_LATE, Ending.BY_US);
        }
    }

    /** The buyer has ended its side of an upgraded conversation. */
    void inputEnded() {
        if (outputEnded) {
            endUpgraded(Ending.COMPLETE);
            connection.closeFlushed();
        }
    }

    /** The channel is gone. */
    void gone() {
        outbox.release();
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
        } else if (before == State.UPGRADED) {
            relay.cancel();
            endUpgraded(Ending.BY_BUYER);
        }
    }

    @Override
    public RequestHead request() {
        return head;
    }

    @Override
    public InetAddress clientAddress() {
        return client.address();
    }

    @Override
    public boolean isSecure() {
        return client.isSecure();
    }

    @Override
    public EventLoop eventLoop() {
        return (EventLoop) channel.eventLoop();
    }

    @Override
    public boolean isOpen() {
        return state != State.GONE;
    }

    @Override
    public void onAbandoned(Runnable listener) {
        record.storeAsked();
        onAbandoned = listener;
    }

    @Override
    public void decided(Decision decision) {
        record.decided(decision);
    }

    @Override
    public ConnectionMemo memo() {
        return memo;
    }

    @Override
    public void allowUpgrade(String protocol) {
        upgrade = protocol;
    }

    @Override
    public @Nullable String upgrade() {
        return upgrade;
    }

    @Override
    public void answer(Answer answer) {
        if (!takeDecision()) {
            return;
        }
        boolean keep = connection.canKeep() && !edge.guard().overload().shedsWaiting();
        persistence = keep ? Persistence.KEEP : Persistence.CLOSE;
        record.responded(answer.status());
        edge.answers().write(outbox, answer, request(), persistence);
        complete();
    }

    @Override
    public boolean isWithinRate() {
        if (client.requests().take()) {
            return true;
        }
        edge.guard().tally().reached(Limit.REQUESTS_PER_ADDRESS, client.address());
        return false;
    }

    @Override
    public boolean limitBody(long bytesMax) {
        body.limit(bytesMax);
        if (state == State.DECIDING && body.isTooLarge()) {
            refuse(413, "body is too large");
            return false;
        }
        return true;
    }

    @Override
    public void forward(Forwarding forwarding) {
        if (takeDecision()) {
            state = State.FORWARDED;
            relay.start(forwarding);
        }
    }

    private boolean takeDecision() {
        if (state == State.GONE) {
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
    public byte[] forwardedLines() {
        return client.forwardedLines();
    }

    @Override
    public RequestRecord record() {
        return record;
    }

    @Override
    public void readBody() {
        connection.readBody();
    }

    @Override
    public void pauseBody() {
        connection.pauseBody();
    }

    @Override
    public void resumeBody() {
        connection.resumeBody();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void interim(ResponseHead head) {
        if (request().versionMinor() == 0 || (head.status() == 100 && !awaitsContinue)) {
            return;
        }
        HeadWriter.writeResponse(outbox.room(HEAD_BYTES), head, request(), Persistence.KEEP, Forwarding.NO_LINES);
        outbox.flush();
        if (head.status() == 100) {
            awaitsContinue = false;
            connection.limitBody();
        }
    }

    @Override
    public void respond(ResponseHead head, byte[] lines) {
        state = State.RESPONDING;
        responseKind = head.kindFor(request());
        boolean keep = responseKind != BodyKind.UNTIL_CLOSE && connection.canKeep();
        persistence = keep ? Persistence.KEEP : Persistence.CLOSE;
        record.responded(head.status());
        int small = (int) Math.min(head.contentLength(), Outbox.JOINED_BYTES);
        ByteBuf out = outbox.room(HEAD_BYTES + lines.length + small);
        HeadWriter.writeResponse(out, head, request(), persistence, lines);
    }

    @Override
    public void switched(ResponseHead head, byte[] lines) {
        state = State.UPGRADED;
        responseKind = BodyKind.UNTIL_CLOSE;
        outputEnded = false;
        record.responded(head.status());
        HeadWriter.writeResponse(outbox.room(HEAD_BYTES + lines.length), head, request(), Persistence.KEEP, lines);
        outbox.flush();
        edge.meter().upgradedOpened(shopOrNone());
        connection.upgrade();
    }

    @Override
    public void data(ByteBuf data) {
        if (responseKind != BodyKind.CHUNKED) {
            outbox.add(data);
            return;
        }
        int length = data.readableBytes();
        int joined = length <= Outbox.JOINED_BYTES ? length : 0;
        ChunkWriter.writeSize(outbox.room(joined + CHUNK_FRAME_BYTES), length);
        outbox.add(data);
        ChunkWriter.writeEnd(outbox.room(CHUNK_FRAME_BYTES));
    }

    @Override
    public void end(@Nullable HeaderBlock trailers) {
        if (state == State.UPGRADED) {
            endOutput();
            return;
        }
        if (responseKind == BodyKind.CHUNKED) {
            ByteBuf out = outbox.room(CHUNK_FRAME_BYTES);
            if (trailers == null) {
                ChunkWriter.writeLast(out);
            } else {
                ChunkWriter.writeLast(out, trailers);
            }
        }
        complete();
    }

    @Override
    public void flush() {
        outbox.flushSoon();
    }

    @Override
    public void fail(UpstreamFault fault) {
        if (state == State.UPGRADED) {
            breakUpgraded(fault);
            return;
        }
        record.failed(fault);
        if (state == State.FORWARDED) {
            answerFailed(fault);
        } else {
            cut(Ending.BY_SHOP);
        }
    }

    /** The connection can go on unless a body is still to come. */
    private void answerFailed(UpstreamFault fault) {
        persistence = connection.canKeep() ? Persistence.KEEP : Persistence.CLOSE;
        record.responded(fault.status());
        edge.answers().write(outbox, Trouble.ofShop(fault).answer(edge, request()), request(), persistence);
        complete();
    }

    /** Notes that the client ran into one of the limits. */
    void reached(Limit limit, String reason) {
        record.because(reason);
        edge.guard().tally().reached(limit, client.address());
    }

    private void answerLast(Trouble trouble, Ending ending) {
        trouble.tally(edge, client.address());
        persistence = Persistence.CLOSE;
        record.responded(trouble.status());
        record.because(trouble.detail());
        RequestHead request = record.head();
        edge.answers().write(outbox, trouble.answer(edge, request), request, persistence);
        outbox.flush();
        state = State.NONE;
        finished(ending);
        connection.finish();
    }

    private void complete() {
        if (persistence == Persistence.KEEP) {
            outbox.flushSoon();
        } else {
            outbox.flush();
        }
        if (state == State.GONE) {
            return;
        }
        state = State.NONE;
        finished(Ending.COMPLETE);
        if (persistence == Persistence.KEEP) {
            connection.next();
        } else {
            connection.finish();
        }
    }

    /** Never a proper end for a response that has none. */
    private void cut(Ending ending) {
        if (state != State.GONE) {
            outbox.flush();
            state = State.NONE;
            finished(ending);
            if (responseKind == BodyKind.UNTIL_CLOSE) {
                connection.abort();
            } else {
                connection.close();
            }
        }
    }

    private void endOutput() {
        outputEnded = true;
        outbox.flush();
        if (body.isComplete()) {
            endUpgraded(Ending.COMPLETE);
            connection.closeFlushed();
        } else {
            Outbox.endOutput(channel);
        }
    }

    /** A conversation that stood still is closed; one that the shop broke off is broken off for the buyer, too. */
    private void breakUpgraded(UpstreamFault fault) {
        outbox.flush();
        if (fault == UpstreamFault.TIMED_OUT) {
            endUpgraded(Ending.BY_US);
            connection.close();
        } else {
            endUpgraded(Ending.BY_SHOP);
            connection.abort();
        }
    }

    private void endUpgraded(Ending ending) {
        state = state == State.GONE ? State.GONE : State.NONE;
        edge.meter().upgradedClosed(shopOrNone());
        finished(ending);
    }

    private String shopOrNone() {
        String shop = record.shop();
        return shop == null ? "none" : shop;
    }

    private void finished(Ending ending) {
        record.bodyRead(body.received());
        record.end(ending, outbox.written() - writtenBefore);
        edge.meter().requestFinished(record);
    }
}
