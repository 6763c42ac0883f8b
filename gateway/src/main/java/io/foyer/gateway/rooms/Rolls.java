package io.foyer.gateway.rooms;

import io.foyer.admission.line.Place;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A {@link Roll} for each era. Any event loop adds, the rooms thread takes. Bounded: of more than {@link #ERAS_MAX} eras, the
 * buyers of the rest are not noted.
 */
final class Rolls {
    private static final int ERAS_MAX = 32;

    private final int most;
    private final Runnable onDropped;
    private final ConcurrentHashMap<Long, Roll> byEra = new ConcurrentHashMap<>();

    /** @param most numbers of one era */
    Rolls(int most, Runnable onDropped) {
        this.most = most;
        this.onDropped = onDropped;
    }

    void add(Place place) {
        Roll roll = byEra.get(place.era());
        if (roll == null) {
            if (byEra.size() >= ERAS_MAX) {
                onDropped.run();
                return;
            }
            roll = byEra.computeIfAbsent(place.era(), era -> new Roll(most, onDropped));
        }
        roll.add(place.number());
    }

    long[] take(long era, int upTo) {
        Roll roll = byEra.get(era);
        return roll == null ? new long[0] : roll.take(upTo);
    }

    int size(long era) {
        Roll roll = byEra.get(era);
        return roll == null ? 0 : roll.size();
    }

    /** Eras of which somebody was heard. */
    Set<Long> eras() {
        Set<Long> eras = new TreeSet<>();
        byEra.forEach((era, roll) -> {
            if (roll.size() > 0) {
                eras.add(era);
            }
        });
        return eras;
    }

    /** Drops the rolls of eras that are over and of which nobody was heard; one added to just now is lost for a second. */
    void forgetBefore(long era) {
        byEra.entrySet()
                .removeIf(entry -> entry.getKey() < era && entry.getValue().size() == 0);
    }
}
