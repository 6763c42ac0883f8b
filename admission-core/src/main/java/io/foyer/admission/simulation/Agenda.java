package io.foyer.admission.simulation;

import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Which buyers have something to do at which tick, up to the end of the simulation; what would come later is dropped. */
final class Agenda {
    private final @Nullable IntList[] byTick;
    private int planned;

    Agenda(int ticks) {
        byTick = new IntList[ticks];
    }

    void add(int tick, int buyer) {
        if (tick < 0 || tick >= byTick.length) {
            return;
        }
        IntList list = byTick[tick];
        if (list == null) {
            list = new IntList();
            byTick[tick] = list;
        }
        list.add(buyer);
        planned++;
    }

    /** Does what is due, in the order in which it was planned, and forgets it. */
    void run(int tick, IntConsumer action) {
        IntList list = byTick[tick];
        if (list != null) {
            planned -= list.size();
            list.forEach(action);
            byTick[tick] = null;
        }
    }

    boolean isEmpty() {
        return planned == 0;
    }
}
