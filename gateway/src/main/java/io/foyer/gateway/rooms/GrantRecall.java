package io.foyer.gateway.rooms;

import io.foyer.admission.line.GrantMemory;
import io.foyer.admission.line.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tickets that this gateway admitted or ended last, to teach a store that lost them. Any thread.
 *
 * <p>Bounded: of more than {@link #GRANTS_MAX} the oldest are forgotten. That matters only when the store loses all its data:
 * such a ticket could then be admitted a second time.
 */
final class GrantRecall {
    static final int GRANTS_MAX = 65_536;

    private record Grant(long admittedAtMillis, boolean isUsedUp) {}

    private final Map<Place, Grant> grants = new LinkedHashMap<>();
    private final RecallSize size;

    GrantRecall(RoomEvents events) {
        size = new RecallSize(Recall.GRANTS, events);
    }

    synchronized void admitted(Place place, long atMillis) {
        if (grants.putIfAbsent(place, new Grant(atMillis, false)) == null) {
            keepBound();
        }
    }

    synchronized void ended(Place place) {
        grants.remove(place);
        grants.put(place, new Grant(0, true));
        keepBound();
    }

    private void keepBound() {
        if (grants.size() > GRANTS_MAX) {
            grants.remove(grants.keySet().iterator().next());
            size.dropped();
        }
        size.is(grants.size());
    }

    synchronized void clear() {
        grants.clear();
        size.is(0);
    }

    synchronized int size() {
        return grants.size();
    }

    /** By era, in batches that the store takes. */
    synchronized Map<Long, List<List<GrantMemory>>> all() {
        Map<Long, List<List<GrantMemory>>> eras = new LinkedHashMap<>();
        grants.forEach((place, grant) -> {
            List<List<GrantMemory>> batches = eras.computeIfAbsent(place.era(), era -> new ArrayList<>());
            if (batches.isEmpty() || batches.get(batches.size() - 1).size() == GrantMemory.GRANTS_MAX) {
                batches.add(new ArrayList<>());
            }
            batches.get(batches.size() - 1)
                    .add(new GrantMemory(place.number(), grant.admittedAtMillis, grant.isUsedUp));
        });
        return eras;
    }
}
