package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a gateway remembers is bounded, and it tells how much that is and what the bound made it forget. */
final class RecallBoundsTest {
    private static final RoomId ROOM = new RoomId("arena", "main");

    private final Map<Recall, Integer> entries = new EnumMap<>(Recall.class);
    private final Map<Recall, Integer> dropped = new EnumMap<>(Recall.class);
    private final RoomEvents events = new RoomEvents() {
        @Override
        public void recallGrew(Recall memory, int more) {
            entries.merge(memory, more, Integer::sum);
        }

        @Override
        public void recallDropped(Recall memory) {
            dropped.merge(memory, 1, Integer::sum);
        }
    };

    @Test
    void grants_oneTooMany_dropsTheOldest() {
        GrantRecall grants = new GrantRecall(events);
        for (int number = 1; number <= GrantRecall.GRANTS_MAX + 1; number++) {
            grants.admitted(new Place(1, number), 0);
        }

        assertTold(Recall.GRANTS, GrantRecall.GRANTS_MAX);
        grants.clear();
        assertThat(entries.get(Recall.GRANTS)).isZero();
    }

    @Test
    void orders_oneTooMany_dropsTheOldest() {
        OrderRecall orders = new OrderRecall(events);
        for (int number = 1; number <= OrderRecall.ORDERS_MAX + 1; number++) {
            orders.reserved("o" + number, ROOM, new Place(1, number), Long.MAX_VALUE / 2);
        }

        assertTold(Recall.ORDERS, OrderRecall.ORDERS_MAX);
        orders.notCreated("o2");
        assertThat(entries.get(Recall.ORDERS)).isEqualTo(OrderRecall.ORDERS_MAX - 1);
    }

    @Test
    void credits_onePassTooMany_dropsTheOldest() {
        CreditBook credits = new CreditBook(events);
        for (int number = 1; number <= CreditBook.PASSES_MAX + 1; number++) {
            credits.took(ROOM, new Place(1, number), "o" + number);
        }

        assertTold(Recall.CREDITS, CreditBook.PASSES_MAX);
        credits.gaveBack(ROOM, new Place(1, 2), "o2");
        assertThat(entries.get(Recall.CREDITS)).isEqualTo(CreditBook.PASSES_MAX - 1);
    }

    private void assertTold(Recall memory, int bound) {
        assertThat(entries).containsExactly(Map.entry(memory, bound));
        assertThat(dropped).containsExactly(Map.entry(memory, 1));
    }
}
