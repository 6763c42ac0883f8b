package io.foyer.admission.simulation;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** A growing list of ints: a sale has millions of events, and boxes for them would cost more than all else. */
final class IntList {
    private int[] values = new int[8];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    int size() {
        return size;
    }

    void forEach(IntConsumer consumer) {
        for (int i = 0; i < size; i++) {
            consumer.accept(values[i]);
        }
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
