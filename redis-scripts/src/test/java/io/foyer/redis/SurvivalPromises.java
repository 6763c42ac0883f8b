package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold whatever fails; the numbers are those of docs/protocol.md. */
final class SurvivalPromises {
    private final SurvivalWorld world;
    private final Set<Place> issued = new HashSet<>();
    private final List<Long> created = new ArrayList<>();
    private Place lastIssued = Place.START;
    private long entered;

    SurvivalPromises(SurvivalWorld world) {
        this.world = world;
    }

    void issued(Place place) {
        assertThat(issued.add(place))
                .as(world + ": I1, no two places are equal: " + place)
                .isTrue();
        assertThat(place).as(world + ": I3, who joins later stands behind").isGreaterThan(lastIssued);
        lastIssued = place;
    }

    void sameAsBefore(Place given, Place again) {
        assertThat(again)
                .as(world + ": I2, a place never changes, though its reply is lost")
                .isEqualTo(given);
    }

    /** Whoever asks the store again after telling it must not hear less. */
    void servingIsNotBelow(Place told, RoomSnapshot snapshot) {
        assertThat(snapshot.serving())
                .as(world + ": I4, the serving position never goes back")
                .isGreaterThanOrEqualTo(told);
    }

    void ticketNeverHearsLess(SurvivalBuyer buyer, Place serving) {
        assertThat(serving).as(world + ": I4 for " + buyer).isGreaterThanOrEqualTo(buyer.servingSeen);
    }

    /** The position moved over these buyers, whose presence the store knows or must have waited for. */
    void passed(List<SurvivalBuyer> present, long budget) {
        assertThat(present.size())
                .as(world + ": nobody present is passed over unpaid, nor called while the room settles: " + present)
                .isLessThanOrEqualTo((int) budget);
    }

    void notYetCalledThoughLaterWent(SurvivalBuyer buyer) {
        throw new AssertionError(world + ": I5, " + buyer + " must wait though a later one went in");
    }

    void admitted(SurvivalBuyer buyer, long atMillis) {
        if (buyer.admittedAt != null && !buyer.markLost) {
            assertThat(atMillis)
                    .as(world + ": nobody is admitted twice: " + buyer)
                    .isEqualTo(buyer.admittedAt);
        }
        if (buyer.admittedAt == null) {
            entered++;
            long most =
                    (long) (SurvivalWorld.BURST + SurvivalWorld.RATE * (world.nowMillis - SurvivalWorld.START) / 1_000)
                            + 1;
            assertThat(entered).as(world + ": I6, the grant budget").isLessThanOrEqualTo(most);
        }
    }

    void created(long atMillis) {
        created.add(atMillis);
        assertThat(within(60_000)).as(world + ": orders in a minute").isLessThanOrEqualTo(SurvivalWorld.PER_MINUTE);
        assertThat(within(5_000)).as(world + ": orders in 5 s").isLessThanOrEqualTo(SurvivalWorld.PER_5S);
    }

    private long within(long window) {
        long last = created.get(created.size() - 1);
        return created.stream().filter(at -> last - at < window).count();
    }

    long entered() {
        return entered;
    }
}
