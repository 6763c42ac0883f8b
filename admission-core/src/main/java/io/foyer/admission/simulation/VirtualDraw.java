package io.foyer.admission.simulation;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The draw of a lobby, as gateways do it; who is not of the lobby keeps the number. */
final class VirtualDraw {
    static final VirtualDraw NONE = new VirtualDraw(new int[1], new int[1]);
    private static final int KEY_BYTES = 32;

    private final int[] places;
    private final int[] numbers;

    private VirtualDraw(int[] places, int[] numbers) {
        this.places = places;
        this.numbers = numbers;
    }

    static VirtualDraw of(String room, int size) {
        byte[] key = new byte[KEY_BYTES];
        byte[] name = room.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, key, 0, Math.min(name.length, key.length));
        Draw draw = new Draw(DrawKey.of(HexFormat.of().formatHex(key)), "simulated/" + room, size);
        int[] places = new int[size + 1];
        int[] numbers = new int[size + 1];
        for (int number = 1; number <= size; number++) {
            places[number] = (int) draw.place(number);
            numbers[places[number]] = number;
        }
        return new VirtualDraw(places, numbers);
    }

    /** By lobby number; 0 is not used. */
    int[] places() {
        return places.clone();
    }

    int place(int number) {
        return number < places.length ? places[number] : number;
    }

    int number(int place) {
        return place < numbers.length ? numbers[place] : place;
    }
}
