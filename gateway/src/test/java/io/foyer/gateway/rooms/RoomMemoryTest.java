package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.Ticket;
import org.junit.jupiter.api.Test;

final class RoomMemoryTest {
    private static final long NOW = 1_800_000_000;

    private final RoomMemory memory = new RoomMemory(() -> {
        throw new AssertionError("no alarm");
    });

    @Test
    void ticketOfALaterEra_doesNotSayThatEarlierErasAreOver() {
        memory.learn(ticket(new Place(NOW, 7), new Place(NOW, 0)), NOW);
        memory.learn(ticket(new Place(NOW - 60, 5), new Place(NOW - 60, 2)), NOW);

        assertThat(memory.known().serving()).isEqualTo(new Place(NOW - 60, 2));
        assertThat(memory.known().highest()).containsEntry(NOW, 7L).containsEntry(NOW - 60, 5L);
    }

    @Test
    void ticketThatWasToldMore_teachesIt() {
        memory.learn(ticket(new Place(NOW, 7), new Place(NOW, 3)), NOW);

        assertThat(memory.known().serving()).isEqualTo(new Place(NOW, 3));
    }

    private static Ticket.Numbered ticket(Place place, Place servingSeen) {
        Ticket.Life life = Ticket.Life.begin("AAAAAAAAAAAAAAAA", NOW, 60);
        return new Ticket.Numbered(new RoomId("arena", "main"), place, "lineage", life, servingSeen);
    }
}
