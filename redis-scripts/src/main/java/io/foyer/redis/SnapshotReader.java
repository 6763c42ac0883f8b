package io.foyer.redis;

import io.foyer.admission.line.CheckoutTimes;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.PresenceMap;
import io.foyer.admission.line.RoomSnapshot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Reads a room from the reply of sync_room. */
final class SnapshotReader {
    private SnapshotReader() {}

    static RoomSnapshot read(Reply reply) {
        long era = reply.number();
        String lineage = reply.text();
        Place serving = new Place(reply.number(), reply.number());
        long tail = reply.number();
        boolean paused = reply.number() != 0;
        RoomSnapshot.Presence presence = readPresence(reply);
        List<RoomSnapshot.EraLine> eras = readEras(reply.longs());
        RoomSnapshot.Totals totals = new RoomSnapshot.Totals(
                reply.number(),
                reply.number(),
                reply.number(),
                reply.number(),
                reply.number(),
                readCheckouts(reply.bytes()));
        long[] windows = {reply.number(), reply.number(), reply.number()};
        boolean isOpen = reply.number() != 0;
        Set<String> gateways = reply.texts();
        RoomSnapshot.ShopState shop =
                new RoomSnapshot.ShopState(windows[0], windows[1], windows[2], Math.max(1, gateways.size()));
        return new RoomSnapshot(
                era,
                lineage,
                serving,
                tail,
                paused,
                presence,
                eras,
                totals,
                shop,
                new RoomSnapshot.Windows(isOpen, gateways),
                reply.number());
    }

    /** The counters of 32 bits up to the last that is not zero. */
    private static CheckoutTimes readCheckouts(byte[] bytes) {
        long[] counts = new long[bytes.length / Integer.BYTES];
        ByteBuffer counters = ByteBuffer.wrap(bytes);
        Arrays.setAll(counts, bin -> Integer.toUnsignedLong(counters.getInt(bin * Integer.BYTES)));
        return CheckoutTimes.of(counts);
    }

    private static List<RoomSnapshot.EraLine> readEras(long[] values) {
        List<RoomSnapshot.EraLine> eras = new ArrayList<>();
        for (int i = 0; i + 3 < values.length; i += 4) {
            eras.add(new RoomSnapshot.EraLine(values[i], values[i + 1], values[i + 2], values[i + 3]));
        }
        return eras;
    }

    private static RoomSnapshot.Presence readPresence(Reply reply) {
        long era = reply.number();
        long called = reply.number();
        byte[] bytes = reply.bytes();
        int bucketPlaces = Math.toIntExact(reply.number());
        int[] buckets = reply.numbers();
        byte[] front = shiftLeft(bytes, (int) ((called + 1) % 8), PresenceMap.EXACT_PLACES / 8);
        return new RoomSnapshot.Presence(era, new PresenceMap(called, front, bucketPlaces, buckets));
    }

    /** Redis cuts at bytes: drops the bits before the first number, and what lies past {@code length} bytes. */
    static byte[] shiftLeft(byte[] bytes, int bits, int length) {
        byte[] shifted = new byte[Math.min(length, bytes.length)];
        for (int i = 0; i < shifted.length; i++) {
            int next = i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0;
            shifted[i] = (byte) (((bytes[i] & 0xff) << 8 | next) >>> (8 - bits));
        }
        return shifted;
    }
}
