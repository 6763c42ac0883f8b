package io.foyer.loadtest.crowd;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A visit as it comes about: what the buyer saw so far. */
final class VisitLog {
    private final Habit habit;
    private long joinSentNanos;
    private long presentSinceNanos;
    private boolean present;
    private @Nullable Long number;
    private @Nullable Long joinedNanos;
    private @Nullable Long lastWaitingSentNanos;
    private @Nullable Long calledNanos;
    private @Nullable Long enteredNanos;
    private final List<Long> orderedNanos = new ArrayList<>(1);
    private int refusals;

    VisitLog(Habit habit) {
        this.habit = habit;
    }

    void joinSent(long nanos) {
        joinSentNanos = nanos;
    }

    void joined(long sentNanos, long nowNanos) {
        joinedNanos = nowNanos;
        heard(sentNanos);
    }

    void numbered(@Nullable Long place) {
        if (place != null) {
            number = place;
        }
    }

    boolean knowsNumber() {
        return number != null;
    }

    /** A poll sent at this time was answered: the room has heard from the buyer. */
    private void heard(long sentNanos) {
        if (!present) {
            present = true;
            presentSinceNanos = sentNanos;
        }
    }

    void toldToWait(long sentNanos) {
        heard(sentNanos);
        lastWaitingSentNanos = sentNanos;
    }

    /** Silence or a failed poll: whoever is called meanwhile is not ahead unfairly. */
    void absent() {
        present = false;
    }

    void called(long nowNanos) {
        if (calledNanos == null) {
            calledNanos = nowNanos;
        }
    }

    void entered(long nowNanos) {
        called(nowNanos);
        enteredNanos = nowNanos;
    }

    void ordered(long nowNanos) {
        orderedNanos.add(nowNanos);
    }

    int orders() {
        return orderedNanos.size();
    }

    void refused() {
        refusals++;
    }

    Visit close(Outcome outcome) {
        return new Visit(
                habit,
                outcome,
                number,
                joinSentNanos,
                joinedNanos,
                presentSinceNanos,
                lastWaitingSentNanos,
                calledNanos,
                enteredNanos,
                orderedNanos,
                refusals);
    }
}
