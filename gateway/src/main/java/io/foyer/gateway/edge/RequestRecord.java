package io.foyer.gateway.edge;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.exchange.Decision;
import io.foyer.gateway.http.RequestHead;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * What an access log line can say of one request. One object a connection, filled while the request goes on. Times are
 * nanoseconds after the head's first byte; 0 for what did not happen. What follows at once, without a wait for anybody, has the
 * time of what it follows: looking at the clock would cost more than it would tell.
 */
public final class RequestRecord {
    /** Not 0, for it did happen. */
    private static final long AT_ONCE = 1;

    private final String listener;
    private final Scheme scheme;
    private final RequestHead head;

    private boolean headComplete;
    private int status;
    private @Nullable Decision decision;
    private @Nullable InetAddress client;
    private @Nullable InetAddress clientInText;
    private String clientText = "";
    private @Nullable String shop;
    private @Nullable String room;
    private @Nullable Server server;
    private @Nullable UpstreamFault fault;
    private @Nullable String reason;
    private Ending ending = Ending.COMPLETE;
    private boolean upstreamReused;
    private long bytesIn;
    private long bytesOut;
    private long startNanos;
    private long headNanos;
    private long askedNanos;
    private long storeNanos;
    private long decidedNanos;
    private long connectedNanos;
    private long respondedNanos;
    private long endedNanos;

    /** Who ended a request, and whether as it should be. */
    public enum Ending {
        /** The whole answer was handed to the socket. */
        COMPLETE,
        /** The buyer closed, broke framing, or stood still for too long. */
        BY_BUYER,
        /** The shop broke off after its response had begun. */
        BY_SHOP,
        /** The gateway stopped. */
        BY_US
    }

    RequestRecord(String listener, Scheme scheme, RequestHead head) {
        this.listener = listener;
        this.scheme = scheme;
        this.head = head;
    }

    public String listener() {
        return listener;
    }

    /** Whether the connection has TLS, whatever a trusted proxy says of the buyer's own. */
    public boolean isTls() {
        return scheme == Scheme.HTTPS;
    }

    /** The request; null when its head was refused or never complete. */
    public @Nullable RequestHead head() {
        return headComplete ? head : null;
    }

    /** What the buyer was sent; 0 when it left before. */
    public int status() {
        return status;
    }

    public @Nullable Decision decision() {
        return decision;
    }

    public @Nullable InetAddress client() {
        return client;
    }

    /** The client's address as text, made once while it stays the same; empty when it is not known. */
    public String clientText() {
        InetAddress now = client;
        if (now == null) {
            return "";
        }
        if (now != clientInText) {
            clientInText = now;
            clientText = NetUtil.toAddressString(now);
        }
        return clientText;
    }

    /** The shop that it is for, if its host is one's. */
    public @Nullable String shop() {
        return shop;
    }

    /** The room or lane whose line it is for, where there is one. */
    public @Nullable String room() {
        return room;
    }

    /** The server it was sent to last, if it was. */
    public @Nullable Server server() {
        return server;
    }

    /** Why the shop gave no, or no complete, response. */
    public @Nullable UpstreamFault fault() {
        return fault;
    }

    /** Why it was refused or broken off here; fixed text. */
    public @Nullable String reason() {
        return reason;
    }

    public Ending ending() {
        return ending;
    }

    /** Whether it went to the shop on a kept connection. */
    public boolean upstreamReused() {
        return upstreamReused;
    }

    /** Head and body, without the framing of chunks. */
    public long bytesIn() {
        return bytesIn;
    }

    /** As handed to the socket. */
    public long bytesOut() {
        return bytesOut;
    }

    /** Until the head was complete. */
    public long headNanos() {
        return headNanos;
    }

    /** How long it waited for the store; for an order, its time at the gate included. */
    public long storeNanos() {
        return storeNanos;
    }

    public long decidedNanos() {
        return decidedNanos;
    }

    /** Until a connection to the shop could be used. */
    public long connectedNanos() {
        return connectedNanos;
    }

    /** Until the final response head was there. */
    public long respondedNanos() {
        return respondedNanos;
    }

    public long endedNanos() {
        return endedNanos;
    }

    void belongsTo(String itsShop) {
        shop = itsShop;
    }

    void inRoom(String itsRoom) {
        room = itsRoom;
    }

    /** Notes where the request goes. */
    public void forwardedTo(String toShop, @Nullable Server toServer) {
        shop = toShop;
        server = toServer;
    }

    /**
     * Notes that a connection to the shop is there.
     *
     * @param waited whether the request had to wait for it
     */
    public void connected(boolean reused, boolean waited) {
        connectedNanos = waited ? sinceStart() : decidedNanos;
        upstreamReused = reused;
    }

    public void failed(UpstreamFault why) {
        fault = why;
    }

    void begin() {
        startNanos = System.nanoTime();
        headComplete = false;
        status = 0;
        decision = null;
        client = null;
        shop = null;
        room = null;
        server = null;
        fault = null;
        reason = null;
        ending = Ending.COMPLETE;
        upstreamReused = false;
        bytesIn = 0;
        bytesOut = 0;
        headNanos = 0;
        askedNanos = 0;
        storeNanos = 0;
        decidedNanos = 0;
        connectedNanos = 0;
        respondedNanos = 0;
        endedNanos = 0;
    }

    /** @param atOnce whether the head came in one piece */
    void headRead(long bytes, boolean atOnce) {
        headComplete = true;
        bytesIn = bytes;
        headNanos = atOnce ? AT_ONCE : sinceStart();
    }

    /** Notes that the store has been asked, and nothing goes on before it answers. */
    void storeAsked() {
        if (askedNanos == 0) {
            askedNanos = sinceStart();
        }
    }

    /** Notes that the request goes on. */
    void goesOn() {
        if (askedNanos > 0) {
            storeNanos = sinceStart() - askedNanos;
        }
    }

    void because(String why) {
        reason = why;
    }

    void from(InetAddress address) {
        client = address;
    }

    void bodyRead(long bytes) {
        bytesIn += bytes;
    }

    void decided(Decision why) {
        decision = why;
        decidedNanos = askedNanos == 0 && headNanos > 0 ? headNanos : sinceStart();
    }

    void responded(int withStatus) {
        status = withStatus;
        respondedNanos = sinceStart();
    }

    /** Notes that the whole answer was made here: it ends at once. */
    void answered(int withStatus) {
        responded(withStatus);
        endedNanos = respondedNanos;
    }

    void end(Ending how, long bytes) {
        ending = how;
        bytesOut = bytes;
        endedNanos = endedNanos > 0 ? endedNanos : sinceStart();
    }

    private long sinceStart() {
        return System.nanoTime() - startNanos;
    }
}
