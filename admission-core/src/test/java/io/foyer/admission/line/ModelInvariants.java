package io.foyer.admission.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold whatever happens, said without a look at how the line does it. */
final class ModelInvariants {
    private final Set<Place> firsts = new HashSet<>();
    private final Map<Place, Long> admitted = new HashMap<>();
    private Place serving = new Place(1, 0);
    private long highest;
    private long highestEra;

    void check(String where, ModelWorld.Step step, Object reply, RoomSnapshot room) {
        assertThat(room.serving())
                .as(where + ": the serving position never goes back")
                .isGreaterThanOrEqualTo(serving);
        serving = room.serving();
        assertThat(room.serving().number()).as(where).isLessThanOrEqualTo(room.tail());
        assertThat(room.totals().admitted())
                .as(where + ": whoever is admitted was called")
                .isLessThanOrEqualTo(room.totals().called());
        if (reply instanceof JoinReply.Joined joined) {
            checkNumbers(where, joined, room);
        }
        if (reply instanceof GrantReply.Admitted pass) {
            Long before = admitted.put(step.place(), pass.admittedAtMillis());
            assertThat(before).as(where + ": one admission a ticket").isIn(null, pass.admittedAtMillis());
            assertThat(step.place().isCalledAt(room.serving())).as(where).isTrue();
        }
    }

    private void checkNumbers(String where, JoinReply.Joined joined, RoomSnapshot room) {
        boolean repeated = !firsts.add(joined.first());
        if (!repeated) {
            long before = joined.first().era() == highestEra ? highest : 0;
            assertThat(joined.first().number())
                    .as(where + ": numbers are given out once, in order")
                    .isGreaterThan(before);
        }
        highestEra = joined.first().era();
        highest = Math.max(highest, room.tail());
    }

    int admitted() {
        return admitted.size();
    }
}
