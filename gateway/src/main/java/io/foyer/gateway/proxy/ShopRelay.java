package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.config.UpstreamConfig;
import io.foyer.gateway.edge.BuyerSide;
import io.foyer.gateway.edge.Deadline;
import io.foyer.gateway.edge.Outbox;
import io.foyer.gateway.edge.Relay;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.ResponseWatcher;
import io.foyer.gateway.exchange.ShopUpstream;
import io.foyer.gateway.http.BodyKind;
import io.foyer.gateway.http.ChunkWriter;
import io.foyer.gateway.http.HeadWriter;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.RequestHead;
import io.foyer.gateway.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Carries the requests of one buyer's connection to servers and their responses back, one at a time. It holds no bytes: what
 * the buyer sends goes to the server's socket and the other way round, and each side is paused while the other is full.
 */
final class ShopRelay implements Relay, ResponseSink {
    private static final int HEAD_BYTES = 1536;
    private static final int CHUNK_FRAME_BYTES = 16;
    /** A request that must not be sent twice goes only on a connection that was used just now, or on a new one. */
    private static final long SAFE_IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final BuyerSide buyer;
    private final LoopPools pools;
    private @Nullable Deadline waitLimit;
    private @Nullable Forwarding forwarding;
    private @Nullable ServerPool pool;
    private @Nullable UpstreamConnection connection;
    private State state = State.NONE;
    private int attempt;
    private boolean retried;
    private boolean sent;
    private boolean requestEnded;
    private boolean sendFailed;
    private boolean responded;
    private boolean upgraded;
    private boolean shopEnded;
    private long waitStartNanos;

    private enum State {
        NONE,
        WAITING,
        DIALING,
        CONNECTED
    }

    ShopRelay(BuyerSide buyer, LoopPools pools) {
        this.buyer = buyer;
        this.pools = pools;
    }

    ShopUpstream shop() {
        return current().shop();
    }

    @Override
    public void start(Forwarding toForward) {
        forwarding = toForward;
        retried = false;
        sent = false;
        responded = false;
        upgraded = false;
        shopEnded = false;
        choose();
    }

    @Override
    public void body(ByteBuf data) {
        UpstreamConnection to = connection;
        if (to == null || sendFailed) {
            data.release();
            return;
        }
        Outbox outbox = to.outbox();
        if (buyer.request().bodyKind() == BodyKind.CHUNKED) {
            int length = data.readableBytes();
            int joined = length <= Outbox.JOINED_BYTES ? length : 0;
            ChunkWriter.writeSize(outbox.room(joined + CHUNK_FRAME_BYTES), length);
            outbox.add(data);
            ChunkWriter.writeEnd(outbox.room(CHUNK_FRAME_BYTES));
        } else {
            outbox.add(data);
        }
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
        if (buyer.request().bodyKind() == BodyKind.CHUNKED) {
            ByteBuf out = to.outbox().room(CHUNK_FRAME_BYTES);
            if (trailers == null) {
                ChunkWriter.writeLast(out);
            } else {
                ChunkWriter.writeLast(out, trailers);
            }
        }
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

    /** Waits for a connection, in line with others. */
    void waiting() {
        state = State.WAITING;
        waitStartNanos = System.nanoTime();
        if (waitLimit == null) {
            waitLimit = new Deadline(buyer.eventLoop(), this::waitedTooLong);
        }
        waitLimit.in(shop().config().connectTimeout().toNanos());
    }

    /** @return a number for this attempt, to tell a late result from the one that is waited for */
    int dialing() {
        waited();
        state = State.DIALING;
        return ++attempt;
    }

    boolean isDialing(int number) {
        return state == State.DIALING && attempt == number;
    }

    /** There is a connection: sends the request's head, and asks for its body. */
    void connected(UpstreamConnection to) {
        waited();
        boolean hasWaited = state != State.NONE || retried;
        state = State.CONNECTED;
        connection = to;
        sent = true;
        sendFailed = false;
        RequestHead request = buyer.request();
        requestEnded = !request.hasBody();
        to.attach(this, request.method(), buyer.upgrade());
        buyer.record().connected(to.isReused(), hasWaited);
        if (to.isReused()) {
            pools.meter().upstreamReused(shop().shop(), pool().server());
        }
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

    /** The connection could not be opened. Nothing was sent, so another server may be tried once. */
    void notConnected(int number, UpstreamFault fault) {
        if (!isDialing(number)) {
            return;
        }
        Server failed = pool().server();
        if (fault != UpstreamFault.NO_LOOKUP) {
            shop().upstream().report(failed, resultOf(fault));
        }
        if (!retried) {
            retried = true;
            Optional<Server> other = shop().upstream().choose();
            if (other.isPresent() && !other.get().equals(failed)) {
                sendTo(other.get());
                return;
            }
        }
        failed(fault);
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
            lines = joined(lines, watcher.onResponse(head));
        }
        UpstreamConnection from = connection;
        if (state != State.CONNECTED || from == null) {
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
        shop().upstream().report(pool().server(), Upstream.Result.ANSWERED);
        upgraded = true;
        requestEnded = false;
        from.upgrade();
        from.limit(stillNanos());
        buyer.switched(head, joined(lines, upgradeLines()));
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
        shop().upstream().report(pool().server(), Upstream.Result.ANSWERED);
        connection = null;
        state = State.NONE;
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
        state = State.NONE;
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
        if (stale && !retried && isRepeatable(buyer.request())) {
            retried = true;
            leave();
            pools.meter().upstreamRetried(shop().shop(), pool().server());
            pool().acquire(this, 0);
            return;
        }
        shop().upstream().report(pool().server(), resultOf(fault));
        failed(fault);
    }

    /** Gives up. */
    void failed(UpstreamFault fault) {
        pools.meter().upstreamFailed(shop().shop(), fault);
        leave();
        settleFailed();
        buyer.fail(fault);
    }

    private void choose() {
        Optional<Server> server = shop().upstream().choose();
        if (server.isPresent()) {
            sendTo(server.get());
        } else {
            buyer.record().forwardedTo(shop().shop(), null);
            failed(UpstreamFault.NO_SERVER);
        }
    }

    private void sendTo(Server server) {
        buyer.record().forwardedTo(shop().shop(), server);
        ServerPool of = pool;
        if (of == null || of.server() != server) {
            of = pools.of(server);
            pool = of;
        }
        of.acquire(this, isRepeatable(buyer.request()) ? Long.MAX_VALUE : SAFE_IDLE_NANOS);
    }

    private void waitedTooLong() {
        if (state == State.WAITING) {
            failed(UpstreamFault.NO_CONNECTION);
        }
    }

    private void waited() {
        if (state == State.WAITING && waitLimit != null) {
            waitLimit.clear();
            pools.meter().upstreamWaited(shop().shop(), pool().server(), System.nanoTime() - waitStartNanos);
        }
    }

    /** Lets go of whatever is held or waited for. */
    private void leave() {
        waited();
        if (state == State.WAITING) {
            pool().forget(this);
        }
        state = State.NONE;
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
        return buyer.upgrade() == null ? lines : joined(lines, upgradeLines());
    }

    private byte[] upgradeLines() {
        return HeadWriter.upgradeLines(Objects.requireNonNull(buyer.upgrade()));
    }

    /** How long what has begun may stand still. */
    private long stillNanos() {
        UpstreamConfig.Timeouts timeouts = shop().config().timeouts();
        return (upgraded ? timeouts.upgraded() : timeouts.idle()).toNanos();
    }

    private long responseNanos() {
        return shop().config().responseTimeout().toNanos();
    }

    private Forwarding current() {
        Forwarding now = forwarding;
        if (now == null) {
            throw new IllegalStateException("nothing is being forwarded");
        }
        return now;
    }

    private ServerPool pool() {
        ServerPool now = pool;
        if (now == null) {
            throw new IllegalStateException("no server was chosen");
        }
        return now;
    }

    /** Idempotent by RFC 9110 section 9.2.2 and without a body, which is gone once it was sent. */
    private static boolean isRepeatable(RequestHead request) {
        return !request.hasBody()
                && switch (request.method()) {
                    case "GET", "HEAD", "OPTIONS" -> true;
                    default -> false;
                };
    }

    private static Upstream.Result resultOf(UpstreamFault fault) {
        return switch (fault) {
            case NAME_UNKNOWN, CONNECT_FAILED, CONNECT_TIMED_OUT, TLS_FAILED, TLS_CERTIFICATE ->
                Upstream.Result.CONNECT_FAILED;
            case TIMED_OUT -> Upstream.Result.TIMED_OUT;
            default -> Upstream.Result.BROKEN;
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        if (second.length == 0) {
            return first;
        }
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
