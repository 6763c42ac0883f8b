package io.foyer.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.loadtest.crowd.Habit;
import io.foyer.loadtest.crowd.Outcome;
import io.foyer.loadtest.crowd.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LineTest {
    private static final Duration GRACE = Duration.ofNanos(5);

    @Test
    void inversions_calledInOrder_none() {
        Line line = new Line(List.of(visit(1, 0, 90, 100), visit(2, 1, 190, 200), visit(3, 2, 290, 300)));
        assertThat(line.inversions(GRACE)).isEmpty();
    }

    @Test
    void inversions_toldToWaitAfterSomeoneBehindWasCalled_isPassedOver() {
        Line line = new Line(List.of(visit(1, 0, 140, 150), visit(2, 1, 90, 100)));
        assertThat(line.inversions(GRACE)).singleElement().satisfies(inversion -> {
            assertThat(inversion.passedOver().number()).isEqualTo(1);
            assertThat(inversion.late()).isEqualTo(Duration.ofNanos(40));
        });
    }

    @Test
    void inversions_heardLaterOnlyBecauseOfARarePoll_isNone() {
        // Buyer 1 was called as well, but only asks again at 500.
        Line line = new Line(List.of(visit(1, 0, 80, 500), visit(2, 1, 90, 100)));
        assertThat(line.inversions(GRACE)).isEmpty();
    }

    @Test
    void inversions_withinTheGrace_isNone() {
        assertThat(new Line(List.of(visit(1, 0, 105, 110), visit(2, 1, 90, 100))).inversions(GRACE))
                .isEmpty();
        assertThat(new Line(List.of(visit(1, 0, 106, 110), visit(2, 1, 90, 100))).inversions(GRACE))
                .hasSize(1);
    }

    @Test
    void inversions_othersCalledWhileAbsent_areNotHeldAgainstTheLine() {
        // Buyer 1 came back at 200, when 2 had been called; 3 is called at 300 while 1 is present and waits.
        Visit back = visit(1, 200, 250, 260);
        assertThat(new Line(List.of(back, visit(2, 1, 90, 100))).inversions(GRACE))
                .isEmpty();
        assertThat(new Line(List.of(visit(1, 200, 390, 400), visit(2, 1, 90, 100), visit(3, 2, 290, 300)))
                        .inversions(GRACE))
                .hasSize(1);
    }

    @Test
    void inversions_randomVisits_areThoseOfThePlainDefinition() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Visit> visits = new ArrayList<>();
        for (int number = 1; number <= 200; number++) {
            long since = random.nextInt(1_000);
            long waiting = since + random.nextInt(500);
            visits.add(visit(number, since, waiting, waiting + random.nextInt(50)));
        }
        long passedOver = visits.stream()
                .filter(a -> visits.stream()
                        .anyMatch(b -> b.number() > a.number()
                                && b.lastWaitingSentNanos() >= a.presentSinceNanos()
                                && a.lastWaitingSentNanos() - b.calledNanos() > GRACE.toNanos()))
                .count();
        assertThat(new Line(visits).inversions(GRACE)).as("seed %d", seed).hasSize((int) passedOver);
    }

    @Test
    void duplicateNumbers_sameNumberTwice_isOne() {
        assertThat(new Line(List.of(visit(4, 0, 1, 2), visit(4, 0, 1, 2), visit(5, 0, 1, 2))).duplicateNumbers())
                .isEqualTo(1);
    }

    @Test
    void overtakenJoins_answeredBeforeSentAndYetBehind_isOne() {
        Visit first = joined(8, 0, 10);
        assertThat(new Line(List.of(first, joined(7, 11, 20))).overtakenJoins()).isEqualTo(1);
        assertThat(new Line(List.of(first, joined(7, 9, 20))).overtakenJoins())
                .as("joins under way at the same time may be numbered either way")
                .isZero();
    }

    private static Visit visit(long number, long presentSince, long lastWaiting, long called) {
        return new Visit(
                Habit.PATIENT, Outcome.BROWSED, number, 0, 1L, presentSince, lastWaiting, called, called, List.of(), 0);
    }

    private static Visit joined(long number, long sent, long answered) {
        return new Visit(
                Habit.PATIENT, Outcome.UNFINISHED, number, sent, answered, sent, sent, null, null, List.of(), 0);
    }
}
