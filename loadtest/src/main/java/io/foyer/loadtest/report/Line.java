package io.foyer.loadtest.report;

import io.foyer.loadtest.crowd.Visit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line as the buyers saw it. Only what is certain from outside is held against it.
 *
 * <p>A is passed over when someone behind A is certainly called while A is present, and A is afterwards still told to wait. A buyer
 * called is certainly called after the last poll that was told to wait was sent, and before the first answer that said otherwise was
 * there. Presence counts from the join, or from the first poll after a silence or a failure.
 */
public final class Line {
    private final List<Visit> byNumber;
    private final List<Visit> byJoin;

    public Line(List<Visit> visits) {
        byNumber = visits.stream()
                .filter(visit -> visit.number() != null)
                .sorted(Comparator.comparing(Visit::number))
                .toList();
        byJoin = byNumber.stream()
                .filter(visit -> visit.joinedNanos() != null)
                .sorted(Comparator.comparingLong(Visit::joinSentNanos))
                .toList();
    }

    /**
     * The buyers that were passed over.
     *
     * @param grace how much later a poll may still be told to wait, since a gateway answers polls from a copy of the room that is up to
     *     a slice old
     */
    public List<Inversion> inversions(Duration grace) {
        long[] calledAfter =
                byNumber.stream().mapToLong(Line::calledAfterNanos).sorted().toArray();
        SuffixMinimum calledBy = new SuffixMinimum(calledAfter);
        List<Inversion> found = new ArrayList<>();
        for (int i = byNumber.size() - 1; i >= 0; i--) {
            Visit visit = byNumber.get(i);
            Long lastWaiting = visit.lastWaitingSentNanos();
            if (lastWaiting != null) {
                long lateNanos = lastWaiting - calledBy.from(visit.presentSinceNanos());
                if (lateNanos > grace.toNanos()) {
                    found.add(new Inversion(visit, Duration.ofNanos(lateNanos)));
                }
            }
            Long called = visit.calledNanos();
            if (called != null) {
                calledBy.add(calledAfterNanos(visit), called);
            }
        }
        return found;
    }

    /** How many visits have a number that an earlier visit has as well. */
    public long duplicateNumbers() {
        return byNumber.size() - byNumber.stream().map(Visit::number).distinct().count();
    }

    /** How many buyers sent their first request after someone else's was answered, and got a lower number nevertheless. */
    public long overtakenJoins() {
        List<Visit> byAnswer =
                byJoin.stream().sorted(Comparator.comparing(Visit::joinedNanos)).toList();
        long highest = Long.MIN_VALUE;
        long overtaken = 0;
        int answered = 0;
        for (Visit visit : byJoin) {
            while (answered < byAnswer.size() && known(byAnswer.get(answered).joinedNanos()) < visit.joinSentNanos()) {
                highest = Math.max(highest, known(byAnswer.get(answered).number()));
                answered++;
            }
            if (known(visit.number()) < highest) {
                overtaken++;
            }
        }
        return overtaken;
    }

    private static long calledAfterNanos(Visit visit) {
        Long lastWaiting = visit.lastWaitingSentNanos();
        return lastWaiting != null ? lastWaiting : visit.joinSentNanos();
    }

    /** For values that the constructor has filtered to be there. */
    private static long known(@Nullable Long value) {
        if (value == null) {
            throw new IllegalStateException("a visit without the value it was selected for");
        }
        return value;
    }

    /** @param late how long after someone behind was called this buyer was still told to wait */
    public record Inversion(Visit passedOver, Duration late) {}
}
