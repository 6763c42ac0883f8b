package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.PresenceMap;
import io.foyer.admission.line.RoomSnapshot;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What this gateway knows of a room: the last full snapshot, and the serving position, which is heard of more often and
 * never goes back.
 *
 * @param presences who waits, of each era that is not served to its end
 * @param reachable whether the store answered lately; when not, the rest is as it was then
 */
record RoomView(
        RoomSnapshot snapshot, SortedMap<Long, PresenceMap> presences, Place serving, long tail, boolean reachable) {

    static RoomView of(RoomSnapshot snapshot) {
        return new RoomView(
                snapshot,
                presences(Collections.emptySortedMap(), snapshot, snapshot.serving()),
                snapshot.serving(),
                snapshot.tail(),
                true);
    }

    /** Takes a newer snapshot. */
    RoomView with(RoomSnapshot newer) {
        Place latest = later(serving, newer.serving());
        return new RoomView(
                newer, presences(presences, newer, latest), latest, Math.max(tailIn(newer.era()), newer.tail()), true);
    }

    private static SortedMap<Long, PresenceMap> presences(
            SortedMap<Long, PresenceMap> before, RoomSnapshot snapshot, Place serving) {
        SortedMap<Long, PresenceMap> all = new TreeMap<>(before);
        all.put(snapshot.presence().era(), snapshot.presence().map());
        return Collections.unmodifiableSortedMap(all.tailMap(serving.era()));
    }

    /** Takes the outcome of a slice. */
    RoomView with(CallReply reply) {
        Place called = new Place(Math.max(1, reply.servingEra()), reply.serving());
        return new RoomView(snapshot, presences, later(serving, called), Math.max(tail, reply.tail()), reachable);
    }

    RoomView reachable(boolean now) {
        return now == reachable ? this : new RoomView(snapshot, presences, serving, tail, now);
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
        if (isCalled(place)) {
            return 0;
        }
        PresenceMap map = presences.get(place.era());
        long known = map == null ? place.number() - 1 : map.ahead(place.number()) - calledSince(place.era(), map);
        return waitingBefore(place.era())
                + Math.max(0, known)
                + (place.era() == era() ? joinedSince(place.number() - 1) : 0);
    }

    long waiting() {
        PresenceMap map = presences.get(era());
        long known = map == null ? 0 : map.waiting() - calledSince(era(), map);
        return waitingBefore(era()) + Math.max(0, known) + joinedSince(tail);
    }

    /** In the eras that are being served and come before that one. A loop, as every poll asks. */
    private long waitingBefore(long era) {
        long waiting = 0;
        for (RoomSnapshot.EraLine line : snapshot.eras()) {
            if (line.era() >= serving.era() && line.era() < era) {
                waiting += waitingIn(line);
            }
        }
        return waiting;
    }

    private long waitingIn(RoomSnapshot.EraLine line) {
        PresenceMap map = presences.get(line.era());
        return Math.max(0, map == null ? line.waiting() : map.waiting() - calledSince(line.era(), map));
    }

    /** Of those in the snapshot, how many have been called since. */
    private long calledSince(long of, @Nullable PresenceMap map) {
        return map != null && serving.era() == of ? map.ahead(serving.number() + 1) : 0;
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
