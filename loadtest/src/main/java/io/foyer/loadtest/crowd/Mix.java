package io.foyer.loadtest.crowd;

import java.util.random.RandomGenerator;

/** Shares of the habits in a crowd, 0 to 1; the rest is patient. */
public record Mix(double leavers, double returners, double apiClients) {
    public static final Mix PATIENT = new Mix(0, 0, 0);

    public Mix {
        if (!(leavers >= 0 && returners >= 0 && apiClients >= 0 && leavers + returners + apiClients <= 1)) {
            throw new IllegalArgumentException("shares of leavers, returners and API clients: " + leavers + ", "
                    + returners + ", " + apiClients + " (expected: each >= 0, together <= 1)");
        }
    }

    Habit draw(RandomGenerator random) {
        double point = random.nextDouble();
        if (point < leavers) {
            return Habit.LEAVER;
        }
        if (point < leavers + returners) {
            return Habit.RETURNER;
        }
        return point < leavers + returners + apiClients ? Habit.API : Habit.PATIENT;
    }
}
