package io.foyer.admission.pacing;

import java.util.Arrays;

/**
 * When those inside make room for others, where active buyers are at their limit. Who orders stays for the checkout; who does not,
 * for as long and then until the idle limit ends the pass. So whoever came in together leaves in two waves, and each wave lets in
 * the next: after a rush into an empty shop the calls rise and fall for hours. With {@code c(t)} calls t seconds ago,
 * {@code s} the share that orders and {@code r(t)} the part of them that has yet to order after t seconds ({@link Conversion}):
 *
 * <pre>
 * S(t)    = s x r(t) + (1 - s) x mean of r(t - u x idle), u from 1 to 1.5          still inside after t seconds
 * left(t) = sum over a of c(a) x (S(a) - S(a + t))  +  the same of those let in since        scaled to how many are inside
 * </pre>
 *
 * <p>Those let in since are as many as there is room for, and as the pace allows. Steps are a hundredth of the longest stay, 5 s
 * at least; what is further away than {@link #STEPS} of them goes on evenly. Immutable.
 */
final class Departures {
    private static final int STEPS = 400;
    private static final int STAY_STEPS = 100;
    private static final double STEP_SECONDS_MIN = 5;
    private static final double FEW = 0.001;
    private static final double KNOWN = 0.9;
    /** All take the same time. */
    private static final double[] UNKNOWN_CHECKOUT = new double[90];

    static {
        Arrays.fill(UNKNOWN_CHECKOUT, 0, UNKNOWN_CHECKOUT.length - 1, 1);
    }

    private static final double[] IDLE_TURNS = {1.05, 1.15, 1.25, 1.35, 1.45};

    private final double stepSeconds;
    private final double[] staying = new double[STAY_STEPS + 1];
    /** Of those who came in the middle of a step, which part leaves from the middle of a later one to the next. */
    private final double[] leaving = new double[STAY_STEPS];

    private final double[] left = new double[STEPS + 1];
    private final double staySeconds;

    private Departures(double[] toCome, Stay stay) {
        double orders = Math.min(1, stay.share());
        double never = toCome[toCome.length - 1];
        double[] checkouts = never < KNOWN ? toCome : UNKNOWN_CHECKOUT;
        double longest =
                secondsUntilFew(checkouts) + (orders < 1 ? IDLE_TURNS[IDLE_TURNS.length - 1] * stay.idleSeconds() : 0);
        stepSeconds = Math.max(STEP_SECONDS_MIN, longest / STAY_STEPS);
        double sum = 0;
        for (int i = 0; i < staying.length; i++) {
            double age = i * stepSeconds;
            double away = 0;
            for (double turns : IDLE_TURNS) {
                away += part(checkouts, age - turns * stay.idleSeconds()) / IDLE_TURNS.length;
            }
            staying[i] = orders * part(checkouts, age) + (1 - orders) * away;
            sum += staying[i];
        }
        for (int i = 0; i < leaving.length; i++) {
            leaving[i] = stayingAfter(i + 0.5) - stayingAfter(i + 1.5);
        }
        staySeconds = Math.max(1, (sum - staying[0] / 2) * stepSeconds);
    }

    private static int secondsUntilFew(double[] toCome) {
        int seconds = 1;
        while (seconds < toCome.length && part(toCome, seconds) > FEW) {
            seconds++;
        }
        return seconds;
    }

    /** What is still to come at the end of all that is known will not be by checkouts that long. */
    private static double part(double[] toCome, double age) {
        double never = toCome[toCome.length - 1];
        return age < 0 ? 1 : age < toCome.length ? (toCome[(int) age] - never) / (1 - never) : 0;
    }

    /** @param toCome by age of a call in seconds, which part of its order is still to come */
    static Departures expect(CallHistory history, double[] toCome, Stay stay, Inside inside) {
        Departures departures = new Departures(toCome, stay);
        departures.goOn(departures.came(history, inside.active()), inside);
        return departures;
    }

    /**
     * @param share orders per call
     * @param idleSeconds after which a buyer who does nothing is taken to be gone, at the earliest
     */
    record Stay(double share, double idleSeconds) {}

    /**
     * @param active buyers inside
     * @param free how many more may come in now
     * @param callsPerSecond the pace where there is room
     */
    record Inside(double active, double free, double callsPerSecond) {}

    /** Those inside by how many steps ago they came. */
    private double[] came(CallHistory history, double active) {
        double[] came = new double[STAY_STEPS];
        double inside = 0;
        for (int i = 0; i < came.length; i++) {
            int from = (int) Math.round(i * stepSeconds);
            int to = (int) Math.round((i + 1) * stepSeconds);
            came[i] = Math.max(0, history.calls(from) - history.calls(to));
            inside += came[i] * stayingAfter(i + 0.5);
        }
        double known = inside > active ? active / inside : 1;
        double unknown = Math.max(0, active - inside) / staySeconds * stepSeconds;
        for (int i = 0; i < came.length; i++) {
            came[i] = came[i] * known + unknown;
        }
        return came;
    }

    private void goOn(double[] came, Inside inside) {
        double[] entered = new double[STEPS];
        double free = inside.free();
        for (int step = 0; step < STEPS; step++) {
            double leave = 0;
            for (int ago = 0; ago < STAY_STEPS - step; ago++) {
                leave += came[ago] * leaving[ago + step];
            }
            for (int ago = Math.max(0, step - STAY_STEPS); ago < step; ago++) {
                leave += entered[ago] * leaving[step - ago - 1];
            }
            left[step + 1] = left[step] + leave;
            free += leave;
            entered[step] = Math.min(Math.max(0, free), inside.callsPerSecond() * stepSeconds);
            free -= entered[step];
        }
    }

    private double stayingAfter(double steps) {
        int before = (int) steps;
        if (before >= STAY_STEPS) {
            return 0;
        }
        double between = steps - before;
        return staying[before] * (1 - between) + staying[before + 1] * between;
    }

    /** @param active the most buyers that may be inside: as many leave in a stay, in the long run */
    Release.Freed freed(double active) {
        return new Release.Freed(stepSeconds, left, active / staySeconds);
    }
}
