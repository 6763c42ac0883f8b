package io.foyer.gateway.rooms;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.line.LineStore;
import io.foyer.admission.line.Lobby;
import io.foyer.admission.line.RoomId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells the store by drawn place who of a lobby is present. Works on the common pool: a million places take seconds. */
final class PresenceCarrier {
    /** Numbers at once, so that memory is bounded by the bitmaps: a bit a number. */
    private static final int CHUNK = 1 << 16;

    private final RoomId room;
    private final LineStore store;

    PresenceCarrier(RoomId room, LineStore store) {
        this.room = room;
        this.store = store;
    }

    /** @param draw null for a lobby that nobody came to */
    CompletionStage<Void> carry(Lobby lobby, @Nullable Draw draw) {
        List<CompletableFuture<byte[]>> maps = lobby.eras().stream()
                .map(era -> store.presence(room, era).toCompletableFuture())
                .toList();
        return CompletableFuture.allOf(maps.toArray(CompletableFuture[]::new))
                .thenApplyAsync(all -> draw == null
                        ? new byte[0]
                        : byPlace(
                                draw, maps.stream().map(CompletableFuture::join).toList()))
                .thenCompose(present -> store.carryPresence(room, lobby.drawEra(), present));
    }

    /** Bitmaps by number, highest bit first, to one by place. */
    static byte[] byPlace(Draw draw, List<byte[]> maps) {
        byte[] places = new byte[(int) (draw.size() / 8 + 1)];
        long[] chunk = new long[CHUNK];
        int filled = 0;
        for (byte[] map : maps) {
            long most = Math.min(draw.size(), map.length * 8L - 1);
            for (long number = 1; number <= most; number++) {
                if ((map[(int) (number / 8)] & 0x80 >>> number % 8) != 0) {
                    chunk[filled++] = number;
                    if (filled == CHUNK) {
                        mark(draw, chunk, filled, places);
                        filled = 0;
                    }
                }
            }
        }
        mark(draw, chunk, filled, places);
        return places;
    }

    private static void mark(Draw draw, long[] numbers, int count, byte[] places) {
        for (long place :
                Arrays.stream(numbers, 0, count).parallel().map(draw::place).toArray()) {
            places[(int) (place / 8)] |= (byte) (0x80 >>> place % 8);
        }
    }
}
