package io.foyer.redis;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import io.foyer.admission.line.Lobby;
import io.foyer.admission.line.LobbyCall;
import io.foyer.admission.line.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A drawn sale at a gateway of the model: what the gateway's own {@code Lottery} does. */
final class SurvivalLottery {
    private static final long GATHER = 1_000;
    private static final long DRAWING = 10_000;

    private final SurvivalGateway gateway;
    private final SurvivalWorld world;
    /** The first signs: a gateway that starts later may have a newer one. */
    private final List<DrawKey> keys;

    private Lobby known = Lobby.NONE;
    private Lobby told = Lobby.NONE;
    private long carryFrom;

    @Nullable
    private Draw draw;

    SurvivalLottery(SurvivalGateway gateway, SurvivalWorld world) {
        this.gateway = gateway;
        this.world = world;
        this.keys = world.drawPromises.keysInForce();
    }

    boolean isReady() {
        return told.sale() > 0;
    }

    void sync() {
        LobbyCall call = new LobbyCall(world.plan, keys.get(0).commitment(), withCommitment(known), DRAWING);
        Lobby lobby = world.get(gateway.line().lobby(SurvivalWorld.ROOM, call));
        known = lobby.merge(known);
        if (!lobby.equals(told)) {
            if (lobby.drawEra() != told.drawEra()) {
                carryFrom = world.nowMillis + GATHER;
            }
            told = lobby;
            draw = lobby.size() == 0 ? null : new Draw(keyOf(lobby), SurvivalWorld.ROOM.toString(), lobby.size());
        }
        if (told.isDrawing() && world.nowMillis >= carryFrom) {
            carry();
        }
    }

    private Lobby withCommitment(Lobby lobby) {
        return lobby.sale() == 0 || !lobby.commitment().isEmpty()
                ? lobby
                : new Lobby(lobby.sale(), keyOf(lobby).commitment(), lobby.size(), lobby.drawEra(), List.of(), false);
    }

    private DrawKey keyOf(Lobby lobby) {
        return keys.stream()
                .filter(key -> key.commitment().equals(lobby.commitment()))
                .findFirst()
                .orElse(keys.get(0));
    }

    private void carry() {
        List<Long> places = new ArrayList<>();
        for (long era : told.eras()) {
            byte[] map = world.get(gateway.line().presence(SurvivalWorld.ROOM, era));
            for (long number = 1; draw != null && number <= draw.size() && number / 8 < map.length; number++) {
                if ((map[(int) (number / 8)] & 0x80 >>> number % 8) != 0) {
                    places.add(draw.place(number));
                }
            }
        }
        byte[] byPlace = new byte[(int) (told.size() / 8 + 1)];
        places.forEach(place -> byPlace[(int) (place / 8)] |= (byte) (0x80 >>> place % 8));
        world.get(gateway.line().carryPresence(SurvivalWorld.ROOM, told.drawEra(), byPlace));
        places.forEach(place -> world.carried(new Place(told.drawEra(), place)));
    }

    /** A ticket comes in: it teaches, and gets its drawn place once there is one. */
    void exchange(SurvivalBuyer buyer) {
        learn(buyer);
        if (told.sale() == 0) {
            return;
        }
        world.drawPromises.told(told, draw);
        if (!told.isDrawn()) {
            return;
        }
        if (buyer.isToBeDrawn()) {
            world.drawPromises.drawn(buyer, told, draw);
        }
        world.drawPromises.isOfTheLine(buyer, told);
    }

    private void learn(SurvivalBuyer buyer) {
        if (buyer.lobbyNumber == 0) {
            return;
        }
        boolean isDrawn = buyer.lobbySize > 0;
        if (known.sale() == 0 || isDrawn && !known.isDrawn()) {
            known = known.merge(new Lobby(
                    world.plan.lobbyOpensMillis(),
                    "",
                    buyer.lobbySize,
                    isDrawn ? buyer.place.era() : 0,
                    List.of(),
                    false));
        }
    }
}
