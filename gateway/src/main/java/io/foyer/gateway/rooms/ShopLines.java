package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.gateway.config.ShopConfig;
import java.nio.charset.StandardCharsets;

/** Ready header lines that tell the shop which buyer comes. What a client sends under these names is removed before. */
final class ShopLines {
    private ShopLines() {}

    /** For a request that needs no pass. */
    static byte[] open(ShopConfig shop) {
        return bytes("Foyer-Shop: " + shop.name() + "\r\n");
    }

    /** Who was let in without the store has no number. @param pass the signed pass, or empty when the shop does not ask for it */
    static byte[] admitted(RoomId room, Place place, String pass) {
        String number = place.isApart() ? "" : "Foyer-Number: " + place.number() + "\r\n";
        String lines = "Foyer-Shop: " + room.shop() + "\r\nFoyer-Room: " + room.room() + "\r\n" + number;
        return bytes(pass.isEmpty() ? lines : lines + "Foyer-Pass: " + pass + "\r\n");
    }

    private static byte[] bytes(String lines) {
        return lines.getBytes(StandardCharsets.US_ASCII);
    }
}
