package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomSnapshot;

/**
 * What this gateway knows of a room: the last full snapshot, and the serving position, which is heard of more often and
 * never goes back.
 *
 * @param reachable whether the store answered lately; when not, the rest is as it was then
 */
record RoomView(RoomSnapshot snapshot, Place serving, long tail, boolean reachable) {

    static RoomView of(RoomSnapshot snapshot) {
        return new RoomView(snapshot, snapshot.serving(), snapshot.tail(), true);
    }

    /** Takes a newer snapshot. */
    RoomView with(RoomSnapshot newer) {
        return new RoomView(newer, later(serving, newer.serving()), Math.max(tailIn(newer.era()), newer.tail()), true);
    }

    /** Takes the outcome of a slice. */
    RoomView with(CallReply reply) {
        Place called = new Place(Math.max(1, reply.servingEra()), reply.serving());
        return new RoomView(snapshot, later(serving, called), Math.max(tail, reply.tail()), reachable);
    }

    RoomView reachable(boolean now) {
        return now == reachable ? this : new RoomView(snapshot, serving, tail, now);
    }

    long era() {
        return snapshot.era();
    }

    boolean isCalled(Place place) {
        return place.isCalledAt(serving);
    }

    /**
     * Present buyers with a lower place who have not been called, as far as this gateway knows. Who joined after the snapshot
     * was taken is counted as present.
     */
    long ahead(Place place) {
        if (place.era() < era()) {
            return 0;
        }
        long known = snapshot.presence().ahead(place.number()) - calledSince();
        return Math.max(0, known) + joinedSince(place.number() - 1);
    }

    long waiting() {
        return Math.max(0, snapshot.presence().waiting() - calledSince()) + joinedSince(tail);
    }

    /** Of those in the snapshot, how many have been called since. */
    private long calledSince() {
        return serving.era() == era() ? snapshot.presence().ahead(serving.number() + 1) : 0;
    }

    /** Numbers up to {@code last} that were given out since and not called. */
    private long joinedSince(long last) {
        long called = serving.era() == era() ? serving.number() : 0;
        return Math.max(0, last - Math.max(snapshot.tail(), called));
    }

    private long tailIn(long era) {
        return era == snapshot.era() ? tail : 0;
    }

    private static Place later(Place a, Place b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
