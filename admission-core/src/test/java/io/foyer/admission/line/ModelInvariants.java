package io.foyer.admission.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must hold whatever happens, said without a look at how the line does it. */
final class ModelInvariants {
    private final Set<Place> firsts = new HashSet<>();
    private final Map<Place, Long> admitted = new HashMap<>();
    private final Set<Place> ended = new HashSet<>();
    private @Nullable RoomSnapshot before;
    private Place serving = new Place(1, 0);
    private long highest;
    private long highestEra;

    /** Also of a room that is not open. */
    void notice(ModelWorld.Step step) {
        if (step.name().startsWith("end")) {
            ended.add(step.place());
        }
    }

    void check(String where, ModelWorld.Step step, Object reply, RoomSnapshot room) {
        assertThat(room.serving())
                .as(where + ": the serving position never goes back")
                .isGreaterThanOrEqualTo(serving);
        serving = room.serving();
        checkNobodyPassedOver(where, room);
        assertThat(room.serving()).as(where).isLessThanOrEqualTo(new Place(room.era(), room.tail()));
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

    /** Whoever was present and has been called since was paid for, one by one; the ended need not be. */
    private void checkNobodyPassedOver(String where, RoomSnapshot room) {
        RoomSnapshot last = before;
        before = room;
        if (last == null
                || last.serving().era() != room.serving().era()
                || !last.lineage().equals(room.lineage())) {
            return;
        }
        long reached = room.serving().number();
        boolean isSeen = last.presence().era() == room.serving().era();
        if (isSeen && reached - last.serving().number() <= PresenceMap.EXACT_PLACES) {
            long passed = last.presence().map().ahead(reached + 1);
            long endedOnes = ended.stream()
                    .filter(place -> place.era() == room.serving().era() && place.number() <= reached)
                    .filter(place -> place.number() > last.serving().number())
                    .count();
            assertThat(room.totals().called() - last.totals().called())
                    .as(where + ": nobody present is passed over")
                    .isGreaterThanOrEqualTo(passed - endedOnes);
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
        boolean isSameEra = joined.first().era() == highestEra;
        highestEra = joined.first().era();
        highest = isSameEra ? Math.max(highest, room.tail()) : room.tail();
    }

    int admitted() {
        return admitted.size();
    }
}
