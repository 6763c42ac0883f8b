package io.foyer.admission.wait;

import java.time.Duration;
import java.util.Optional;

/**
 * When a waiting buyer is to ask again: at a tenth of the shortest likely wait, so that a turn is noticed at once near the
 * front while those far back cost little; between the configured bounds, and never so seldom that half of
 * {@code absent-after} goes by unheard. Each figure is up to two fifths shorter by chance, so that those who were told together
 * do not ask together, and are all but evenly spread four polls later.
 *
 * @param min the shortest interval, at least a second
 * @param max the longest
 * @param absentAfter a buyer not heard from for this long is passed over
 */
public record PollPlan(Duration min, Duration max, Duration absentAfter) {
    private static final double PART_OF_WAIT = 0.1;
    private static final double JITTER = 0.4;
    private static final double SPREAD_SECONDS_MIN = 2;
    private static final double POLLS_PER_SECOND = 2_000;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    public PollPlan {
        if (min.toSeconds() < 1 || max.compareTo(min) < 0 || absentAfter.toSeconds() < 2) {
            throw new IllegalArgumentException("poll min " + min + ", max " + max + ", absent-after " + absentAfter
                    + " (expected: 1 s <= min <= max, absent-after >= 2 s)");
        }
    }

    /** No waiting buyer asks less often. */
    public Duration longest() {
        Duration half = absentAfter.dividedBy(2);
        Duration bounded = max.compareTo(half) < 0 ? max : half;
        return bounded.compareTo(min) < 0 ? min : bounded;
    }

    /**
     * For who waits until something begins, as a sale: asks now and then, and once it has begun, spread so that the crowd is not
     * all there in its first second.
     *
     * @param crowd how many wait for it
     */
    public int nextPollSeconds(long millisLeft, long crowd, long number) {
        double share = shareOf(number);
        double usual = longest().toSeconds() * (1 - JITTER * share);
        double left = millisLeft / 1_000.0;
        double spread = Math.min(
                Math.max(SPREAD_SECONDS_MIN, crowd / POLLS_PER_SECOND),
                longest().toSeconds());
        double wanted = left > usual ? usual : left + share * spread;
        return (int) Math.max(min.toSeconds(), Math.min(Math.ceil(wanted), Math.max(1, absentAfter.toSeconds() - 1)));
    }

    private static double shareOf(long number) {
        return ((number * GOLDEN) >>> 11) * 0x1.0p-53;
    }

    /**
     * @param wait the wait that is left; when nobody can tell, buyers ask half as often as they may
     * @param luck any number, another one for each poll, from which the jitter comes
     */
    public int nextPollSeconds(Optional<WaitRange> wait, long luck) {
        double shortest = min.toSeconds();
        double longest = Math.max(shortest, Math.min(max.toSeconds(), absentAfter.toSeconds() / 2));
        double wanted = wait.map(range -> PART_OF_WAIT * (range.lowSeconds() + range.likelySeconds()) / 2)
                .orElse(longest / 2);
        double bounded = Math.min(Math.max(wanted, shortest), longest);
        long jittered = Math.round(Math.max(shortest, bounded * (1 - JITTER * shareOf(luck))));
        // absent-after is the stronger promise: a place must not be lost to a poll.min that is too long for it.
        return (int) Math.max(1, Math.min(jittered, absentAfter.toSeconds() / 2));
    }
}
