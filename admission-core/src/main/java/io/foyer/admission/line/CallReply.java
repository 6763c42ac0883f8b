package io.foyer.admission.line;

/**
 * Where the room stands after a slice.
 *
 * @param tail the highest number of the era that newcomers join
 * @param open false when the room has no state or is settling; the other values are then meaningless
 */
public record CallReply(boolean open, long servingEra, long serving, long tail) {
    public static CallReply notOpen() {
        return new CallReply(false, 0, 0, 0);
    }
}
