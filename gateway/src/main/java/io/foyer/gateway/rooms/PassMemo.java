package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.Pass;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.http.ResponseHead;
import io.foyer.gateway.limits.Allowance;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A verified pass with all that a request on it needs. A connection remembers it: as long as its requests bring the same
 * bytes, nothing is verified again and nothing is allocated. Any thread may hold it, one connection at a time writes it.
 */
final class PassMemo implements Orderer {
    /** How often an admitted buyer who goes on shopping is noted as active. */
    private static final long ACTIVE_EVERY_SECONDS = 5;

    private final ShopState shop;
    private final Room room;
    private final Pass pass;
    private final byte[] cookie;
    private final PassWatcher watcher;
    private final Forwarding forwarding;
    private final Allowance allowance;
    private long activeNotedSeconds;
    private @Nullable Pass fresh;
    private @Nullable Forwarding renewed;

    /** @param cookie the bytes that bring this pass */
    PassMemo(ShopState shop, Room room, Pass pass, byte[] cookie, PassWatcher watcher, Allowance allowance) {
        this.shop = shop;
        this.room = room;
        this.pass = pass;
        this.cookie = cookie;
        this.watcher = watcher;
        this.allowance = allowance;
        String shown = shop.config().forwardPass() ? new String(cookie, StandardCharsets.US_ASCII) : "";
        byte[] lines = ShopLines.admitted(room.id(), pass.place(), shown);
        this.forwarding = new Forwarding(shop.upstream(), lines, Forwarding.NO_LINES, watcher);
    }

    @Override
    public ShopState shop() {
        return shop;
    }

    Room room() {
        return room;
    }

    Pass pass() {
        return pass;
    }

    /** The pass as signed. */
    byte[] cookie() {
        return cookie;
    }

    @Override
    public RoomId roomId() {
        return room.id();
    }

    @Override
    public Place place() {
        return pass.place();
    }

    @Override
    public int credit() {
        return pass.credit();
    }

    @Override
    public OptionalLong admittedAtSeconds() {
        return OptionalLong.of(pass.admittedAtSeconds());
    }

    @Override
    public byte[] endIfAsked(ResponseHead response) {
        return watcher.endIfAsked(response);
    }

    /** Counts a request; false when the pass has had too many. */
    boolean isWithinRate() {
        return allowance.take();
    }

    @Override
    public Forwarding forwarding() {
        return forwarding;
    }

    boolean isFor(byte[] array, int start, int end) {
        return Arrays.equals(cookie, 0, cookie.length, array, start, end);
    }

    /** Remembers the pass that follows this one, and how a request goes on that is answered with it. */
    void renew(Pass next, Forwarding withIt) {
        fresh = next;
        renewed = withIt;
    }

    /**
     * How a request goes on for which this pass has been renewed already: browsers have several under way at once, and a client
     * without cookies brings the old one to the end. Null when there is no fresh pass, or none that is still fresh.
     */
    @Nullable
    Forwarding renewedAt(long nowSeconds) {
        return fresh == null || fresh.needsRefreshAt(nowSeconds) ? null : renewed;
    }

    void noteActive(long nowSeconds) {
        if (nowSeconds - activeNotedSeconds >= ACTIVE_EVERY_SECONDS) {
            activeNotedSeconds = nowSeconds;
            room.active(pass.place());
            if (pass.place().isApart()) {
                shop.shop().door().stillHere(room.id(), pass.buyer());
            }
        }
    }
}
