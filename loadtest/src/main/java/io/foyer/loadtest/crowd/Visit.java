package io.foyer.loadtest.crowd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one buyer saw, for judging the line from outside. All times are monotonic nanoseconds of this JVM.
 *
 * @param number the place, null if it was never learnt
 * @param joinSentNanos when the first request was sent
 * @param joinedNanos when its answer was there, null if there was none
 * @param presentSinceNanos when the unbroken presence began: the join, or the first poll after a silence or a failure
 * @param lastWaitingSentNanos when the last poll was sent that was told to wait, null if never told so
 * @param calledNanos when the first answer was there that said it is the buyer's turn
 * @param enteredNanos when the shop's first page was there
 * @param orderedNanos when each created order was confirmed
 * @param refusals orders refused with 429 or 503 while the buyer was in
 */
public record Visit(
        Habit habit,
        Outcome outcome,
        @Nullable Long number,
        long joinSentNanos,
        @Nullable Long joinedNanos,
        long presentSinceNanos,
        @Nullable Long lastWaitingSentNanos,
        @Nullable Long calledNanos,
        @Nullable Long enteredNanos,
        List<Long> orderedNanos,
        int refusals) {

    public Visit {
        orderedNanos = List.copyOf(orderedNanos);
    }
}
