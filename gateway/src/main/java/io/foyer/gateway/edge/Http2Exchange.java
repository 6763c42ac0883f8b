package io.foyer.gateway.edge;

import static io.netty.handler.codec.http2.Http2Error.INTERNAL_ERROR;

import io.foyer.gateway.edge.RequestRecord.Ending;
import io.foyer.gateway.edge.StreamPace.Awaited;
import io.foyer.gateway.exchange.Answer;
import io.foyer.gateway.exchange.ConnectionMemo;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.http.ChunkedDecoder;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.Http2Fields;
import io.foyer.gateway.http.ParseResult;
import io.foyer.gateway.http.Refusal;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.RequestHeadParser;
import io.foyer.gateway.http.ResponseHead;
import io.foyer.gateway.limits.Allowance;
import io.foyer.gateway.limits.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One stream's request and response. Used again for another stream once its response is complete; one that ended in any other
 * way is not, as somebody may still want to answer it.
 */
final class Http2Exchange extends BuyerExchange {
    private final Http2Session session;
    private final StreamClient client;
    private final Http2Output out;
    private final Http2Upload body;
    private final StreamPace pace;
    private RequestHeadParser parser;
    /** The handler need not decide any more: the answer went out without it. */
    private boolean orphaned;

    private boolean reusable;

    Http2Exchange(Http2Session session, Http2Streams streams) {
        super(session.edge(), session.eventLoop(), session.listenerName(), session.scheme());
        this.session = session;
        client = new StreamClient(session.client());
        out = new Http2Output(session);
        body = new Http2Upload(this, streams, out);
        parser = new RequestHeadParser(session.headLimits());
        pace = new StreamPace(session.limits(), session.eventLoop(), new Paced());
    }

    void begin(Http2Stream on, Http2Fields fields, Http2Fields.Body follows) {
        start(on);
        body.begin(fields, follows, session.limits().bodySizeBytes());
        ByteBuf text = fields.head(follows);
        int length = text.readableBytes();
        if (parser.parse(text, head) != ParseResult.COMPLETE) {
            Refusal refusal = parser.refusal();
            parser = new RequestHeadParser(session.headLimits());
            Refusal why = refusal == null ? Refusal.HEAD_TOO_LARGE : refusal;
            refuse(Trouble.ofBuyer(why.status(), why.reason()));
            return;
        }
        head.cameOverHttp2();
        record().headRead(length, true);
        awaitsContinue = head.expectContinue();
        client.take(head);
        record().from(client.address());
        decide();
    }

    private void start(Http2Stream on) {
        out.begin(on);
        record().begin();
        state = State.DECIDING;
        onAbandoned = null;
        awaitsContinue = false;
        orphaned = false;
        reusable = false;
    }

    /** Refuses a request whose head was not kept; without a body, as the stream is reset next. */
    void refuseUnread(Http2Stream on) {
        start(on);
        record().decided(Decision.REFUSED);
        write(Trouble.ofBuyer(431, "headers are too large"), Http2Output.Content.WITHOUT);
        finish(Ending.BY_BUYER);
    }

    boolean fits(int more, boolean complete) {
        return body.fits(more, complete);
    }

    /** Takes a piece of the body; returns for how many bytes the buyer may send others now. */
    int data(ByteBuf data, boolean complete) {
        int length = data.readableBytes();
        if (!isUnderWay()) {
            return length;
        }
        body.took(length);
        if (body.isTooLarge()) {
            fail(TOO_LARGE, Ending.BY_BUYER);
            return length;
        }
        int taken = body.pass(data, complete);
        pace.look();
        return taken;
    }

    /** The end of the body; returns false if it is not as long as was said. */
    boolean trailers(Http2Fields fields) {
        if (!body.fits(0, true)) {
            return false;
        }
        if (!isUnderWay()) {
            return true;
        }
        ChunkedDecoder decoder = new ChunkedDecoder(session.headLimits());
        if (decoder.next(fields.trailers()) != ChunkedDecoder.Step.END) {
            fail(Trouble.ofBuyer(400, "trailers are not valid"), Ending.BY_BUYER);
            return true;
        }
        body.end(decoder.trailers());
        pace.look();
        return true;
    }

    /** The stream is closed, or the connection ends. */
    void gone() {
        body.release();
        pace.stop();
        reusable = leave() == State.ANSWERED && !orphaned;
    }

    boolean isReusable() {
        return reusable;
    }

    /** Will not be used again. */
    void retire() {
        pace.cancel();
    }

    /** More, or nothing more, can be sent. */
    void writabilityChanged() {
        if (state == State.RESPONDING && out.isWritable()) {
            relay().buyerWritable();
        }
        pace.look();
    }

    /** Data went out. */
    void sent(int bytes) {
        out.sent(bytes);
    }

    private boolean isUnderWay() {
        return state == State.DECIDING || state == State.FORWARDED || state == State.RESPONDING;
    }

    private boolean awaitsContinue() {
        return awaitsContinue && body.received() == 0 && state == State.FORWARDED;
    }

    /** The handler that has not decided is told that it need not. */
    @Override
    void fail(Trouble trouble, Ending ending) {
        boolean undecided = state == State.DECIDING;
        super.fail(trouble, ending);
        if (undecided) {
            orphaned = true;
            if (onAbandoned != null) {
                onAbandoned.run();
            }
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
    public boolean isOpen() {
        return state != State.GONE && !orphaned;
    }

    @Override
    public ConnectionMemo memo() {
        return session.memo();
    }

    @Override
    public void answer(Answer answer) {
        if (takeDecision()) {
            write(answer, content());
            finish(Ending.COMPLETE);
            if (edge().guard().overload().shedsWaiting()) {
                session.drain();
            }
        }
    }

    @Override
    public byte[] forwardedLines() {
        return client.forwardedLines();
    }

    @Override
    public void readBody() {
        body.want();
        pace.look();
    }

    @Override
    public void pauseBody() {
        body.pause();
        pace.look();
    }

    @Override
    public void resumeBody() {
        if (isUnderWay() && body.resume()) {
            pace.look();
        }
    }

    @Override
    public boolean isWritable() {
        return state != State.GONE && out.isWritable();
    }

    @Override
    public void interim(ResponseHead interim) {
        if (interim.status() == 100 && !awaitsContinue) {
            return;
        }
        out.interim(interim, head);
        session.flushSoon();
        if (interim.status() == 100) {
            awaitsContinue = false;
            pace.look();
        }
    }

    @Override
    public void respond(ResponseHead response, byte[] lines) {
        state = State.RESPONDING;
        record().responded(response.status());
        out.response(response, head, lines);
    }

    @Override
    public void data(ByteBuf data) {
        out.data(data);
    }

    @Override
    public void end(@Nullable HeaderBlock trailers) {
        out.end(trailers);
        finish(Ending.COMPLETE);
    }

    @Override
    public void flush() {
        session.flushSoon();
    }

    @Override
    void answerFailed(UpstreamFault fault) {
        write(Trouble.ofShop(fault), content());
        finish(Ending.COMPLETE);
    }

    @Override
    void answerLast(Trouble trouble, Ending ending) {
        trouble.tally(edge(), client.address());
        record().because(trouble.detail());
        write(trouble, content());
        finish(ending);
    }

    private void write(Trouble trouble, Http2Output.Content content) {
        write(trouble.answer(edge(), record().head()), content);
    }

    private void write(Answer answer, Http2Output.Content content) {
        record().responded(answer.status());
        out.answer(answer, content);
    }

    private Http2Output.Content content() {
        RequestHead request = record().head();
        boolean without = request != null && request.isHead();
        return without ? Http2Output.Content.WITHOUT : Http2Output.Content.WITH;
    }

    private void finish(Ending ending) {
        session.flushSoon();
        if (state == State.GONE) {
            return;
        }
        state = State.ANSWERED;
        body.release();
        finished(ending);
        pace.look();
    }

    @Override
    void cut(Ending ending) {
        if (state == State.GONE) {
            return;
        }
        boolean told = state == State.ANSWERED;
        state = State.GONE;
        body.release();
        pace.stop();
        if (!told) {
            finished(ending);
        }
        out.reset(INTERNAL_ERROR);
    }

    @Override
    long received() {
        return body.received();
    }

    @Override
    long written() {
        return out.written();
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

    /** What the buyer is to do, and what happens when it does not. */
    private final class Paced implements StreamPace.Stream {
        @Override
        public Awaited awaited() {
            boolean reads =
                    (state == State.RESPONDING && !out.isWritable()) || (state == State.ANSWERED && out.isPending());
            if (reads) {
                return Awaited.RESPONSE;
            }
            return isUnderWay() && body.isAwaited() && !awaitsContinue() ? Awaited.BODY : Awaited.NOTHING;
        }

        @Override
        public long received() {
            return body.received();
        }

        @Override
        public long sent() {
            return out.sent();
        }

        @Override
        public void bodyTooSlow() {
            reached(Limit.BODY_RATE, "the body took too long");
            fail(Trouble.ofBuyer(408, "the body took too long"), Ending.BY_BUYER);
        }

        @Override
        public void responseTooSlow() {
            reached(Limit.RESPONSE_RATE, "the response was taken too slowly");
            if (state == State.RESPONDING) {
                relay().cancel();
            }
            cut(Ending.BY_BUYER);
        }
    }
}
