package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Limits;
import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.ConnectionMemo;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.BodyKind;
import io.foyer.gateway.http.HeadLimits;
import io.foyer.gateway.http.HeadWriter;
import io.foyer.gateway.http.HeadWriter.Persistence;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.RequestHeadParser;
import io.foyer.gateway.http.ResponseHead;
import io.foyer.gateway.limits.Allowance;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges of one connection, one after the other in one object while they come: all that a request needs memory for.
 * Writes what the buyer gets.
 */
final class Http1Exchange extends BuyerExchange {
    private static final int HEAD_BYTES = 1024;

    private final Http1Connection connection;
    private final Channel channel;
    private final ClientAddress client;
    private final RequestHeadParser parser;
    private final Http1Body body;
    private final Outbox outbox;
    private final ConnectionMemo memo = new ConnectionMemo();
    private BodyKind responseKind = BodyKind.NONE;
    private Persistence persistence = Persistence.KEEP;
    private @Nullable String upgrade;
    private boolean outputEnded;
    private long writtenBefore;

    Http1Exchange(
            Http1Connection connection, Channel channel, ListenerEdge listener, Limits limits, ClientAddress client) {
        super(listener.edge(), connection.eventLoop(), listener.config().name(), listener.scheme());
        this.connection = connection;
        this.channel = channel;
        this.client = client;
        HeadLimits headLimits = HeadLimits.ofHeadBytes(limits.headerSizeBytes());
        parser = new RequestHeadParser(headLimits);
        body = new Http1Body(headLimits, limits.bodySizeBytes());
        outbox = new Outbox(channel);
    }

    /** Reads on in the head of the next request. */
    ParseResult readHead(ByteBuf in, boolean first) {
        if (first) {
            record().begin();
        }
        int before = in.readerIndex();
        ParseResult result = parser.parse(in, head);
        if (result == ParseResult.COMPLETE) {
            record().headRead(in.readerIndex() - before, first);
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
        state = State.DECIDING;
        onAbandoned = null;
        upgrade = null;
        awaitsContinue = request().expectContinue();
        writtenBefore = outbox.written();
        client.take(request());
        record().from(client.address());
        decide();
    }

    Http1Body body() {
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
            relay().buyerWritable();
        }
    }

    /** Answers a request that cannot be read on, and closes. */
    void refuse(int status, String detail) {
        writtenBefore = outbox.written();
        state = State.DECIDING;
        refuse(Trouble.ofBuyer(status, detail));
    }

    /** The exchange cannot go on, whatever its state. */
    void bodyFailed(int status, String detail) {
        fail(Trouble.ofBuyer(status, detail), Ending.BY_BUYER);
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
        if (leave() == State.UPGRADED) {
            relay().cancel();
            endUpgraded(Ending.BY_BUYER);
        }
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
        boolean keep = connection.canKeep() && !edge().guard().overload().shedsWaiting();
        persistence = keep ? Persistence.KEEP : Persistence.CLOSE;
        record().answered(answer.status());
        edge().answers().write(outbox, answer, request(), persistence);
        complete();
    }

    @Override
    public byte[] forwardedLines() {
        return client.forwardedLines();
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
        record().responded(head.status());
        int small = (int) Math.min(head.contentLength(), Outbox.JOINED_BYTES);
        ByteBuf out = outbox.room(HEAD_BYTES + lines.length + small);
        HeadWriter.writeResponse(out, head, request(), persistence, lines);
    }

    @Override
    public void switched(ResponseHead head, byte[] lines) {
        state = State.UPGRADED;
        responseKind = BodyKind.UNTIL_CLOSE;
        outputEnded = false;
        record().responded(head.status());
        HeadWriter.writeResponse(outbox.room(HEAD_BYTES + lines.length), head, request(), Persistence.KEEP, lines);
        outbox.flush();
        edge().meter().upgradedOpened(shopOrNone());
        connection.upgrade();
    }

    @Override
    public void data(ByteBuf data) {
        BodyFraming.add(outbox, responseKind, data);
    }

    @Override
    public void end(@Nullable HeaderBlock trailers) {
        if (state == State.UPGRADED) {
            endOutput();
            return;
        }
        BodyFraming.end(outbox, responseKind, trailers);
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
        super.fail(fault);
    }

    /** The connection can go on unless a body is still to come. */
    @Override
    void answerFailed(UpstreamFault fault) {
        persistence = connection.canKeep() ? Persistence.KEEP : Persistence.CLOSE;
        record().responded(fault.status());
        edge().answers().write(outbox, Trouble.ofShop(fault).answer(edge(), request()), request(), persistence);
        complete();
    }

    @Override
    void answerLast(Trouble trouble, Ending ending) {
        trouble.tally(edge(), client.address());
        persistence = Persistence.CLOSE;
        record().responded(trouble.status());
        record().because(trouble.detail());
        RequestHead request = record().head();
        edge().answers().write(outbox, trouble.answer(edge(), request), request, persistence);
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
    @Override
    void cut(Ending ending) {
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
        edge().meter().upgradedClosed(shopOrNone());
        finished(ending);
    }

    private String shopOrNone() {
        String shop = record().shop();
        return shop == null ? "none" : shop;
    }

    @Override
    long received() {
        return body.received();
    }

    @Override
    long written() {
        return outbox.written() - writtenBefore;
    }

    @Override
    boolean isBodyTooLarge() {
        return body.isTooLarge();
    }

    @Override
    void lowerBodyLimit(long bytesMax) {
        body.limit(bytesMax);
    }

    @Override
    Allowance requests() {
        return client.requests();
    }
}
