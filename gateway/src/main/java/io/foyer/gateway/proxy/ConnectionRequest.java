package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.edge.BuyerSide;
import io.foyer.gateway.edge.Deadline;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.exchange.ShopUpstream;
import io.foyer.gateway.http.RequestHead;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gets each request of one buyer's connection a connection to a server that is fit: one that idles, one that others give back, for
 * which it waits in line, or a new one. Once a request it tries again, when the server has not seen it. Tells the upstream how
 * the server fared. On the event loop.
 */
final class ConnectionRequest {
    /**
     * A request that must not be sent twice goes only on a connection that was used just now, or on a new one: shops close those
     * that idle, some after a second, and then nobody knows whether it was the request that they did not see.
     */
    private static final long SAFE_IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final BuyerSide buyer;
    private final LoopPools pools;
    private final Asker asker;
    private @Nullable Deadline waitLimit;
    private @Nullable ShopUpstream shop;
    private @Nullable ServerPool pool;
    private State state = State.NONE;
    private int attempt;
    /** Whether the same server was asked once more, because its kept connection was dead. */
    private boolean repeated;

    /** Whether another server was tried. */
    private boolean moved;

    private long waitStartNanos;

    private enum State {
        /** Nothing is asked for, or it has been got. */
        NONE,
        WAITING,
        DIALING
    }

    /** Who asks; is told one of the two, unless it stops asking. */
    interface Asker {
        void connected(UpstreamConnection connection);

        void failed(UpstreamFault fault);
    }

    ConnectionRequest(BuyerSide buyer, LoopPools pools, Asker asker) {
        this.buyer = buyer;
        this.pools = pools;
        this.asker = asker;
    }

    /** For a new request. */
    void start(ShopUpstream of) {
        shop = of;
        repeated = false;
        moved = false;
        Optional<Server> server = of.upstream().choose();
        if (server.isPresent()) {
            askFor(server.get());
        } else {
            buyer.record().forwardedTo(of.shop(), null);
            asker.failed(UpstreamFault.NO_SERVER);
        }
    }

    private void askFor(Server server) {
        buyer.record().forwardedTo(shop().shop(), server);
        ServerPool of = pool;
        if (of == null || of.server() != server) {
            of = pools.of(server);
            pool = of;
        }
        of.acquire(this, isRepeatable(buyer.request()) ? Long.MAX_VALUE : SAFE_IDLE_NANOS);
    }

    /** Whether a request may be sent once more that may have reached a server. */
    boolean mayRepeat() {
        return !repeated && isRepeatable(buyer.request());
    }

    /** Asks the same server for a new connection. */
    void repeat() {
        repeated = true;
        pools.meter().upstreamRetried(shop().shop(), pool().server());
        pool().acquire(this, 0);
    }

    /** Nothing is wanted any more. */
    void stop() {
        waited();
        if (state == State.WAITING) {
            pool().forget(this);
        }
        state = State.NONE;
    }

    /** The server of the request at hand has answered it. */
    void answered() {
        shop().upstream().report(pool().server(), Upstream.Result.ANSWERED);
    }

    /** The server of the request at hand has not answered it. */
    void unanswered(UpstreamFault fault) {
        shop().upstream().report(pool().server(), resultOf(fault));
    }

    ShopUpstream shop() {
        ShopUpstream now = shop;
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

    /** Waits for a connection, in line with others. */
    void waiting() {
        state = State.WAITING;
        waitStartNanos = System.nanoTime();
        if (waitLimit == null) {
            waitLimit = new Deadline(buyer.eventLoop(), this::waitedTooLong);
        }
        waitLimit.in(shop().config().connectTimeout().toNanos());
    }

    private void waitedTooLong() {
        if (state == State.WAITING) {
            asker.failed(UpstreamFault.NO_CONNECTION);
        }
    }

    private void waited() {
        if (state == State.WAITING && waitLimit != null) {
            waitLimit.clear();
            pools.meter().upstreamWaited(shop().shop(), pool().server(), System.nanoTime() - waitStartNanos);
        }
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

    void connected(UpstreamConnection to) {
        waited();
        boolean hasWaited = state != State.NONE || repeated || moved;
        state = State.NONE;
        buyer.record().connected(to.isReused(), hasWaited);
        if (to.isReused()) {
            pools.meter().upstreamReused(shop().shop(), pool().server());
        }
        asker.connected(to);
    }

    /** The connection could not be opened. Nothing was sent on it, so another server may be tried once. */
    void notConnected(int number, UpstreamFault fault) {
        if (!isDialing(number)) {
            return;
        }
        Server failed = pool().server();
        if (fault != UpstreamFault.NO_LOOKUP) {
            unanswered(fault);
        }
        if (!moved) {
            moved = true;
            Optional<Server> other = shop().upstream().choose();
            if (other.isPresent() && !other.get().equals(failed)) {
                askFor(other.get());
                return;
            }
        }
        asker.failed(fault);
    }

    /** The server has as many connections as it may get, and as many wait for them. */
    void refused() {
        asker.failed(UpstreamFault.NO_CONNECTION);
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
}
