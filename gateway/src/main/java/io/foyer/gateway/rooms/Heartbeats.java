package io.foyer.gateway.rooms;

import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.token.Ticket;
import java.util.Set;
import java.util.TreeSet;

/**
 * What this gateway has to tell the store of a room: who was heard from since the last heartbeat, and what it remembers, in
 * case the store has lost it. Any thread may note what it hears; the rest is for the rooms thread.
 */
final class Heartbeats {
    /** Heard from but not yet told: a million waiting buyers who poll once a minute are 17,000 a second. */
    private static final int ROLL_MAX = 1 << 18;

    private final String gateway;
    private final RoomCopy copy;
    private final RoomMemory memory;
    private final Rolls present;
    private final Rolls active;

    Heartbeats(RoomContext room, RoomCopy copy) {
        this.gateway = room.setting().gateway();
        this.copy = copy;
        this.memory = new RoomMemory(() -> room.events().eraAlarm(room.id()));
        this.present = new Rolls(ROLL_MAX, room.events()::rollOverflowed);
        this.active = new Rolls(ROLL_MAX, room.events()::rollOverflowed);
    }

    RoomMemory memory() {
        return memory;
    }

    /** The holder of a valid ticket was heard from: waits, and knows what the store may have lost. */
    void heard(Ticket.Numbered ticket, long nowSeconds) {
        memory.learn(ticket, nowSeconds);
        present.add(ticket.place());
    }

    /** A valid pass was shown; its holder was called, unless it was given without the store. */
    void heardPass(Place place, long nowSeconds) {
        if (!place.isApart()) {
            memory.learnPass(place, nowSeconds);
        }
    }

    /** An admitted buyer was heard from. */
    void active(Place place) {
        active.add(place);
    }

    /** Of the era that newcomers join, as far as it is known. */
    Heartbeat next() {
        RoomView now = copy.view();
        return now == null
                ? Heartbeat.silent(gateway, 0, memory.known())
                : of(now.era(), memory.known().withServing(now.serving()).withPlace(new Place(now.era(), now.tail())));
    }

    Heartbeat ofEra(long era) {
        return of(era, memory.known());
    }

    private Heartbeat of(long era, Known known) {
        return new Heartbeat(
                gateway, era, known, present.take(era, Heartbeat.NUMBERS_MAX), active.take(era, Heartbeat.NUMBERS_MAX));
    }

    /** The store did not take it: it goes with a later one. */
    void keep(Heartbeat untold) {
        for (long number : untold.present()) {
            present.add(new Place(untold.era(), number));
        }
        for (long number : untold.active()) {
            active.add(new Place(untold.era(), number));
        }
    }

    /** What the store says is remembered, and nothing more is told of eras that are over. */
    void learn(RoomSnapshot snapshot) {
        memory.learn(snapshot);
        present.forgetBefore(snapshot.serving().era());
        active.forgetBefore(snapshot.serving().era());
    }

    /** Whether there is enough to tell of an era for another heartbeat at once. */
    boolean isFull(long era) {
        return present.size(era) >= Heartbeat.NUMBERS_MAX || active.size(era) >= Heartbeat.NUMBERS_MAX;
    }

    /** Eras beside the one just told of, in which somebody waits, shops or was heard: who shops no more must be counted out. */
    Set<Long> erasBeside(RoomSnapshot snapshot) {
        Set<Long> eras = new TreeSet<>(present.eras());
        eras.addAll(active.eras());
        snapshot.eras().forEach(line -> eras.add(line.era()));
        eras.removeIf(era -> era == snapshot.presence().era() || era > snapshot.era());
        return eras;
    }
}
