package io.foyer.admission.simulation;

/** Who waits and is present, by number, so that "how many ahead" takes a logarithm (Fenwick 1994). */
final class Waiters {
    private final int[] tree;
    private final boolean[] member;
    private int size;

    Waiters(int numbers) {
        tree = new int[numbers + 1];
        member = new boolean[numbers + 1];
    }

    void add(int number) {
        if (!member[number]) {
            member[number] = true;
            size++;
            change(number, 1);
        }
    }

    void remove(int number) {
        if (member[number]) {
            member[number] = false;
            size--;
            change(number, -1);
        }
    }

    boolean contains(int number) {
        return member[number];
    }

    int size() {
        return size;
    }

    /** Members below {@code number}. */
    int ahead(int number) {
        int sum = 0;
        for (int i = number - 1; i > 0; i -= i & -i) {
            sum += tree[i];
        }
        return sum;
    }

    private void change(int number, int by) {
        for (int i = number; i < tree.length; i += i & -i) {
            tree[i] += by;
        }
    }
}
