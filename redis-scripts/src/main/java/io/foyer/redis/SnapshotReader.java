package io.foyer.redis;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.PresenceMap;
import io.foyer.admission.line.RoomSnapshot;

/** Reads a room from the reply of sync_room. */
final class SnapshotReader {
    private SnapshotReader() {}

    static RoomSnapshot read(Reply reply) {
        long era = reply.number();
        String lineage = reply.text();
        Place serving = new Place(reply.number(), reply.number());
        long tail = reply.number();
        boolean paused = reply.number() != 0;
        PresenceMap presence = readPresence(reply, serving.number(), tail);
        RoomSnapshot.Totals totals =
                new RoomSnapshot.Totals(reply.number(), reply.number(), reply.number(), reply.number(), reply.number());
        RoomSnapshot.ShopState shop = new RoomSnapshot.ShopState(
                reply.number(), reply.number(), reply.number(), Math.toIntExact(reply.number()));
        return new RoomSnapshot(era, lineage, serving, tail, paused, presence, totals, shop, reply.number());
    }

    private static PresenceMap readPresence(Reply reply, long serving, long tail) {
        byte[] bytes = reply.bytes();
        int bucketPlaces = Math.toIntExact(reply.number());
        int[] buckets = reply.numbers();
        byte[] front = shiftLeft(bytes, (int) ((serving + 1) % 8), PresenceMap.EXACT_PLACES / 8);
        return new PresenceMap(serving, front, bucketPlaces, buckets);
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
