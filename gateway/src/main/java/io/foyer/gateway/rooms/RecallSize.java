package io.foyer.gateway.rooms;

/** Tells how much one of the bounded memories holds. Confined like the memory it belongs to. */
final class RecallSize {
    private final Recall memory;
    private final RoomEvents events;
    private int told;

    RecallSize(Recall memory, RoomEvents events) {
        this.memory = memory;
        this.events = events;
    }

    void is(int entries) {
        if (entries != told) {
            events.recallGrew(memory, entries - told);
            told = entries;
        }
    }

    /** The bound made it forget an entry. */
    void dropped() {
        events.recallDropped(memory);
    }
}
