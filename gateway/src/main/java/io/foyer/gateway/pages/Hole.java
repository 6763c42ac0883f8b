package io.foyer.gateway.pages;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What differs between two buyers in one language and view: the variables that a template fills in for each request. */
enum Hole {
    TITLE("title"),
    SHOP("shop"),
    ROOM("room"),
    NO_ROOM("noRoom"),
    NUMBER("number"),
    AHEAD("ahead"),
    LONG_FIGURE("longFigure"),
    SERVING("serving"),
    WAIT("wait"),
    MESSAGE("message"),
    NO_MESSAGE("noMessage"),
    PACE("pace"),
    NO_PACE("noPace"),
    UPDATED_AT("updatedAt"),
    UPDATED_TIME("updatedTime"),
    REFRESH_SECONDS("refreshSeconds"),
    HOME("home"),
    QUERY("query"),
    ROOM_NAME("roomName"),
    STATUS("status"),
    COUNTDOWN("countdown"),
    NEXT_AT("nextAt"),
    NEXT_TIME("nextTime"),
    IN_LOBBY("inLobby"),
    FAIR("fair"),
    LOT("lot"),
    NO_LOT("noLot");

    /** Noncharacters stand in for the holes while a template is rendered: no text that is interchanged has them. */
    private static final char FIRST_MARK = '\uFDD0';

    private static final Hole[] ALL = values();

    private final String variable;

    Hole(String variable) {
        this.variable = variable;
    }

    static Map<String, String> marks() {
        return Arrays.stream(ALL).collect(Collectors.toMap(hole -> hole.variable, Hole::mark));
    }

    /** The hole that a character stands for, or null for ordinary text. */
    static @Nullable Hole at(char c) {
        int index = c - FIRST_MARK;
        return index >= 0 && index < ALL.length ? ALL[index] : null;
    }

    private String mark() {
        return String.valueOf((char) (FIRST_MARK + ordinal()));
    }
}
