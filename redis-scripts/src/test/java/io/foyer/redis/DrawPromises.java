package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import io.foyer.admission.line.JoinReply;
import io.foyer.admission.line.Lobby;
import io.foyer.admission.line.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold of a drawn sale whatever fails; what a buyer was told is what the world knows of it. */
final class DrawPromises {
    private final SurvivalWorld world;
    private final List<DrawKey> keys = new ArrayList<>();
    private final Set<Long> lobbyNumbers = new HashSet<>();
    private final Map<Place, SurvivalBuyer> owners = new HashMap<>();
    private final List<Place> late = new ArrayList<>();
    private String commitment = "";
    private long size;
    private long drawEra;

    @Nullable
    private Draw draw;

    DrawPromises(SurvivalWorld world) {
        this.world = world;
    }

    /** Keys are rotated at times: the newest signs, all are kept. */
    List<DrawKey> keysInForce() {
        if (keys.size() < 3 || world.nowMillis > world.plan.lobbyOpensMillis()) {
            keys.add(0, DrawKey.of(String.format("%064x", 1 + keys.size() / 3)));
        }
        return List.copyOf(keys);
    }

    void joined(SurvivalBuyer buyer, JoinReply.Joined joined) {
        if (joined.sale() == 0) {
            assertThat(world.nowMillis)
                    .as(world + ": until the start all have lobby numbers: " + buyer)
                    .isGreaterThanOrEqualTo(world.plan.startsMillis());
            late.add(buyer.place);
            lateStandBehind();
            return;
        }
        assertThat(joined.entering())
                .as(world + ": nobody enters a lobby's shop")
                .isZero();
        buyer.lobbyNumber = buyer.place.number();
        assertThat(lobbyNumbers.add(buyer.lobbyNumber))
                .as(world + ": a lobby number is given out once: " + buyer)
                .isTrue();
    }

    private void lateStandBehind() {
        if (drawEra > 0) {
            assertThat(late)
                    .as(world + ": who comes after the draw stands behind it")
                    .allMatch(place -> place.compareTo(new Place(drawEra, size)) > 0);
        }
    }

    /** A gateway tells a buyer what the sale's draw is. */
    void told(Lobby lobby, @Nullable Draw byGateway) {
        if (commitment.isEmpty()) {
            commitment = lobby.commitment();
        }
        assertThat(lobby.commitment())
                .as(world + ": what was committed to stands")
                .isEqualTo(commitment);
        if (!lobby.isDrawn()) {
            return;
        }
        assertThat(world.nowMillis)
                .as(world + ": drawn at the start")
                .isGreaterThanOrEqualTo(world.plan.startsMillis());
        if (drawEra == 0) {
            drawEra = lobby.drawEra();
            size = lobby.size();
            draw = byGateway;
            lateStandBehind();
        }
        assertThat(List.of(lobby.drawEra(), lobby.size()))
                .as(world + ": a draw that anybody was told of stands")
                .isEqualTo(List.of(drawEra, size));
    }

    void drawn(SurvivalBuyer buyer, Lobby lobby, @Nullable Draw byGateway) {
        assertThat(buyer.lobbyNumber)
                .as(world + ": everybody of the lobby is drawn: " + buyer)
                .isLessThanOrEqualTo(lobby.size());
        buyer.place = new Place(lobby.drawEra(), byGateway.place(buyer.lobbyNumber));
        buyer.lobbySize = lobby.size();
        buyer.servingSeen = Place.START;
        assertThat(owners.putIfAbsent(buyer.place, buyer))
                .as(world + ": a drawn place has one owner: " + buyer)
                .isNull();
    }

    /** A ticket that is not would be worth nothing to its buyer. */
    void isOfTheLine(SurvivalBuyer buyer, Lobby lobby) {
        assertThat(buyer.place.era())
                .as(world + ": " + buyer + " lost the place")
                .isGreaterThanOrEqualTo(lobby.drawEra());
    }

    void admitted(SurvivalBuyer buyer) {
        assertThat(world.nowMillis)
                .as(world + ": nobody goes in before the start: " + buyer)
                .isGreaterThanOrEqualTo(world.plan.startsMillis());
        assertThat(buyer.isToBeDrawn())
                .as(world + ": nobody goes in by lobby number: " + buyer)
                .isFalse();
    }

    /** Where the buyer stands, whether the ticket knows it already or not; nobody's turn before anybody knows. */
    Place placeOf(SurvivalBuyer buyer) {
        if (!buyer.isToBeDrawn()) {
            return buyer.place;
        }
        return draw == null ? Place.START : new Place(drawEra, draw.place(buyer.lobbyNumber));
    }

    long drawnPlaces() {
        return owners.size();
    }
}
