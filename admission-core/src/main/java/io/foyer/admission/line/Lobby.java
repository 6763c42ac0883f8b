package io.foyer.admission.line;

import java.util.List;

/**
 * The lobby of a drawn sale: open, or drawn. Its numbers are those of the room's eras until the draw; from then on {@code drawEra}
 * holds the line, in which everybody's number is the drawn place and whoever comes later stands behind.
 *
 * @param sale names the sale: the time its lobby was to open, in ms; 0 for none
 * @param commitment to the draw's key, in hex; empty when it is not known
 * @param size how many numbers the lobby gave out; 0 until the draw
 * @param drawEra 0 until the draw
 * @param eras the eras whose numbers the lobby has, oldest first; not known of a lobby that was lost
 * @param isDrawing whether the draw is new and who is present is still being carried over: nobody is called
 */
public record Lobby(long sale, String commitment, long size, long drawEra, List<Long> eras, boolean isDrawing) {
    public static final Lobby NONE = new Lobby(0, "", 0, 0, List.of(), false);

    public Lobby {
        if (sale < 0 || size < 0 || drawEra < 0) {
            throw new IllegalArgumentException(
                    "sale " + sale + ", size " + size + ", draw era " + drawEra + " (expected: none negative)");
        }
        eras = List.copyOf(eras);
    }

    public boolean isOpen() {
        return sale > 0 && drawEra == 0;
    }

    public boolean isDrawn() {
        return drawEra > 0;
    }

    /** What both know: the later sale, and of one sale its draw. */
    public Lobby merge(Lobby other) {
        boolean isNewer =
                other.sale > sale || other.sale == sale && (other.drawEra > 0 && drawEra == 0 || commitment.isEmpty());
        return isNewer ? other : this;
    }
}
