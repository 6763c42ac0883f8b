package io.foyer.redis;

import io.foyer.admission.line.RoomId;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The names of a room's keys: all tagged with the shop, so that a shop's keys live together. */
record RoomKeys(RoomId room, long era, String code) {
    static final Set<String> OF_SHOP =
            Set.of("shop", "teachers", "orders", "holds", "asked", "arrivals", "gateways", "shares");
    static final Set<String> OF_ROOM = Set.of("room", "eras", "checkouts", "scratch", "by-hand");
    static final Set<String> OF_ERA = Set.of(
            "blocks",
            "present",
            "present-new",
            "present-mid",
            "active",
            "active-new",
            "active-mid",
            "called",
            "owed",
            "admissions",
            "spent",
            "done",
            "passed");

    static final Set<String> OF_CODE = Set.of("uses");

    RoomKeys(RoomId room, long era) {
        this(room, era, "");
    }

    /** The keys that a script declares, in its order. */
    byte[][] of(Script script) {
        return script.header().keys().stream()
                .map(name -> key(name).getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
    }

    String key(String name) {
        String shop = "foyer:{" + room.shop() + "}:";
        if (OF_SHOP.contains(name)) {
            return shop + name;
        }
        String prefix = shop + "room:" + room.room() + ":";
        if (OF_ROOM.contains(name)) {
            return prefix + name;
        }
        if (OF_ERA.contains(name)) {
            return prefix + "era:" + era + ":" + name;
        }
        if (OF_CODE.contains(name)) {
            return prefix + "code:" + code + ":" + name;
        }
        throw new IllegalArgumentException("no key is named " + name);
    }
}
