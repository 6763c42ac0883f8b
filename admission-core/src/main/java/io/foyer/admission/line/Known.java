package io.foyer.admission.line;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What somebody remembers of a room, so that a store that lost it can be taught. Merged by the higher value everywhere, so
 * the order of telling does not matter and telling twice changes nothing.
 *
 * @param era the highest era seen; 0 for none
 * @param serving the highest serving position seen; {@link Place#START} for none
 * @param highest the highest number seen of each era, at most {@link #ERAS_MAX}, the latest
 * @param heardAtMillis the store's clock when it last answered; 0 for never
 */
public record Known(long era, Place serving, NavigableMap<Long, Long> highest, long heardAtMillis) {
    /** Eras that are remembered; more begin only when the store fails over that often while one line waits. */
    public static final int ERAS_MAX = 16;

    public static final Known NOTHING = new Known(0, Place.START, Collections.emptyNavigableMap(), 0);

    public Known {
        NavigableMap<Long, Long> latest = new TreeMap<>(highest);
        while (latest.size() > ERAS_MAX) {
            latest.pollFirstEntry();
        }
        highest = Collections.unmodifiableNavigableMap(latest);
    }

    public static Known ofEra(long era) {
        return new Known(era, Place.START, Collections.emptyNavigableMap(), 0);
    }

    public Known withPlace(Place place) {
        TreeMap<Long, Long> more = new TreeMap<>(highest);
        more.merge(place.era(), place.number(), Math::max);
        return new Known(Math.max(era, place.era()), serving, more, heardAtMillis);
    }

    public Known withServing(Place position) {
        Place higher = position.compareTo(serving) > 0 ? position : serving;
        return new Known(
                Math.max(era, position.equals(Place.START) ? 0 : position.era()), higher, highest, heardAtMillis);
    }

    public Known merge(Known other) {
        TreeMap<Long, Long> both = new TreeMap<>(highest);
        other.highest.forEach((of, number) -> both.merge(of, number, Math::max));
        Known more = withServing(other.serving);
        return new Known(
                Math.max(more.era, other.era), more.serving, both, Math.max(heardAtMillis, other.heardAtMillis));
    }

    public Known heardAt(long storeMillis) {
        return new Known(era, serving, highest, Math.max(heardAtMillis, storeMillis));
    }

    /** Without the eras that have been served to their end: nobody needs them any more. */
    public Known pruned() {
        return new Known(era, serving, highest.tailMap(serving.era(), true), heardAtMillis);
    }
}
