package io.foyer.admission.pacing;

import java.util.Arrays;
import java.util.Random;

/**
 * How much of an exact window can be used by orders that come at random, whatever the pacing, at a given median hold. A window of
 * N orders a minute is a queue with N servers that take 60 s and the shop's answer each. Erlang's C (1917) tells it for times that vary, exactly; for a
 * fixed time, where holds are shorter, it is played.
 */
final class RandomOrders {
    private static final int PLAYED = 300_000;
    private static final int HALVINGS = 14;
    /** A place is taken until a minute after the shop has answered: 0.2 s in the simulated sales, and a tick of 50 ms. */
    private static final double TAKEN_SECONDS = 60.25;

    private static final double MINUTE_SECONDS = 60;

    private interface Hold {
        double at(double use);
    }

    private RandomOrders() {}

    /** The use at which half of the orders are held for no longer, 0 to 1. */
    static double use(int perMinute, double medianHold) {
        return solve(medianHold, use -> played(perMinute, use));
    }

    /** The same if each order took its place for an exponentially distributed time. */
    static double useByErlang(int perMinute, double medianHold) {
        return solve(medianHold, use -> {
            double busy = use * TAKEN_SECONDS / MINUTE_SECONDS;
            double waiting = busy < 1 ? erlangC(perMinute, busy * perMinute) : 1;
            return waiting <= 0.5 ? 0 : Math.log(2 * waiting) * TAKEN_SECONDS / (perMinute * (1 - Math.min(busy, 1)));
        });
    }

    /** The part that has to wait, of those who come to so many servers with that many busy on average. */
    static double erlangC(int servers, double busy) {
        double blocked = 1;
        for (int i = 1; i <= servers; i++) {
            blocked = busy * blocked / (i + busy * blocked);
        }
        return blocked / (1 - busy / servers * (1 - blocked));
    }

    private static double solve(double medianHold, Hold hold) {
        double low = 0.5;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (hold.at(middle) > medianHold) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    private static double played(int servers, double use) {
        Random random = new Random(1);
        double[] freeAt = new double[servers];
        double[] holds = new double[PLAYED];
        double now = 0;
        for (int i = 0; i < PLAYED; i++) {
            now -= Math.log(1 - random.nextDouble()) * MINUTE_SECONDS / (use * servers);
            double begins = Math.max(now, freeAt[i % servers]);
            freeAt[i % servers] = begins + TAKEN_SECONDS;
            holds[i] = begins - now;
        }
        Arrays.sort(holds);
        return holds[PLAYED / 2];
    }
}
