package io.foyer.admission.line;

import java.util.regex.Pattern;

/** A room of a shop. Names are part of store keys and metrics, so they are kept plain. */
public record RoomId(String shop, String room) {
    /** The room that every shop has. */
    public static final String MAIN = "main";

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public RoomId {
        requireName("shop", shop);
        requireName("room", room);
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + ": '" + name + "' (expected: lower-case letters, digits and dashes, at most 63)");
        }
    }

    @Override
    public String toString() {
        return shop + "/" + room;
    }
}
