package io.foyer.gateway.ops;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an operator may do to a room by hand, as its paths name it. */
record RoomChange(String shop, String room, Verb verb) {
    private static final Pattern API = Pattern.compile("/v1/rooms/([^/]+)/([^/]+)/(pause|resume|call)");
    private static final Pattern CONSOLE = Pattern.compile("/rooms/([^/]+)/([^/]+)/(pause|resume|call)");

    enum Verb {
        PAUSE,
        RESUME,
        CALL
    }

    /** Null when the path names no change of a room. */
    static @Nullable RoomChange ofApi(String path) {
        return of(API.matcher(path));
    }

    static @Nullable RoomChange ofConsole(String path) {
        return of(CONSOLE.matcher(path));
    }

    private static @Nullable RoomChange of(Matcher path) {
        if (!path.matches()) {
            return null;
        }
        Verb verb = switch (path.group(3)) {
            case "pause" -> Verb.PAUSE;
            case "resume" -> Verb.RESUME;
            default -> Verb.CALL;
        };
        return new RoomChange(path.group(1), path.group(2), verb);
    }
}
