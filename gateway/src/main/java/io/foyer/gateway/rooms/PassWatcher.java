package io.foyer.gateway.rooms;

import io.foyer.admission.token.Pass;
import io.foyer.gateway.exchange.Forwarding;
import io.foyer.gateway.exchange.ResponseWatcher;
import io.foyer.gateway.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** Listens to what the shop says of a pass beside any order request: that it is over, or that it created an order. */
final class PassWatcher implements ResponseWatcher {
    private final Shop shop;
    private final Room room;
    private final Pass pass;
    private final Runnable onEnded;
    private final byte[] clearLines;

    /** @param clearLines what takes the cookies from the buyer; {@code onEnded} forgets the pass at this gateway */
    PassWatcher(Shop shop, Room room, Pass pass, String clearLines, Runnable onEnded) {
        this.shop = shop;
        this.room = room;
        this.pass = pass;
        this.clearLines = clearLines.getBytes(StandardCharsets.US_ASCII);
        this.onEnded = onEnded;
    }

    @Override
    public byte[] onResponse(ResponseHead response) {
        if ("created".equals(response.foyerOrder())) {
            shop.gate().createdUnasked(room.id(), pass.place(), OptionalLong.of(pass.admittedAtSeconds()));
        }
        return endIfAsked(response);
    }

    /** @return lines for the buyer */
    byte[] endIfAsked(ResponseHead response) {
        if (!"end".equals(response.foyerSession())) {
            return Forwarding.NO_LINES;
        }
        room.end(pass.place());
        shop.door().left(room.id(), pass.buyer());
        onEnded.run();
        return clearLines;
    }

    @Override
    public void onFailure(boolean mayHaveReached) {}
}
