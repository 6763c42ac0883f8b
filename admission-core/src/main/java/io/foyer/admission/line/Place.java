package io.foyer.admission.line;

/**
 * A place in a room's line. Lower is served first: an earlier era comes before a later one, and within an era the lower
 * number comes first.
 *
 * @param era one life of the room's stored state, at least 1
 * @param number unique within the era; 0 stands for "before the first"
 */
public record Place(long era, long number) implements Comparable<Place> {
    /** Before all places. */
    public static final Place START = new Place(1, 0);

    /** Eras are named after seconds, and none before 2001 is: these are for places that a gateway gives by itself. */
    private static final long APART_MIN = 1L << 24;

    private static final long APART_MAX = 1_000_000_000;

    /** An era that hardly another gateway has, before all eras of a line. @param random anything */
    public static long apartEra(long random) {
        return APART_MIN + Math.floorMod(random, APART_MAX - APART_MIN);
    }

    public Place {
        if (era < 1) {
            throw new IllegalArgumentException("era: " + era + " (expected: >= 1)");
        }
        if (number < 0) {
            throw new IllegalArgumentException("number: " + number + " (expected: >= 0)");
        }
    }

    @Override
    public int compareTo(Place other) {
        int byEra = Long.compare(era, other.era);
        return byEra != 0 ? byEra : Long.compare(number, other.number);
    }

    /** Whether a gateway gave this place while the store was away: it is in no line, and tells only passes apart. */
    public boolean isApart() {
        return era >= APART_MIN && era < APART_MAX;
    }

    /** Whether this place has been called once the room serves up to {@code serving}. */
    public boolean isCalledAt(Place serving) {
        return compareTo(serving) <= 0;
    }
}
