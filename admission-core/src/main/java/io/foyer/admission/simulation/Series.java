package io.foyer.admission.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A sale second by second. */
public final class Series {
    /**
     * How the sale stood at a second.
     *
     * @param callable of those who wait, the ones whose room has started
     * @param called cumulative
     * @param created orders, cumulative
     * @param orderShare orders per call, as pacing believes
     * @param checkoutSeconds from call to order, as pacing believes
     * @param health the part of the budget that the shop is taken to bear
     */
    public record Second(
            int waiting,
            int callable,
            int called,
            int created,
            int held,
            int active,
            double orderShare,
            long checkoutSeconds,
            double health) {}

    private final List<Second> seconds = new ArrayList<>();
    private final IntList polls = new IntList();
    private final IntList joins = new IntList();
    private int polled;
    private int joined;

    void polled() {
        polled++;
    }

    void joined(int count) {
        joined += count;
    }

    void second(Second second) {
        seconds.add(second);
        polls.add(polled);
        joins.add(joined);
        polled = 0;
        joined = 0;
    }

    /**
     * The second of all rooms, from what each has just recorded.
     *
     * @param shop what is the shop's as a whole
     */
    void addUp(List<Series> rooms, Second shop) {
        int waiting = 0;
        int callable = 0;
        int called = 0;
        for (Series room : rooms) {
            int last = room.length() - 1;
            waiting += room.at(last).waiting();
            callable += room.at(last).callable();
            called += room.at(last).called();
            polled += room.polls(last);
            joined += room.joins(last);
        }
        second(new Second(
                waiting,
                callable,
                called,
                shop.created(),
                shop.held(),
                shop.active(),
                shop.orderShare(),
                shop.checkoutSeconds(),
                shop.health()));
    }

    public int length() {
        return seconds.size();
    }

    public List<Second> seconds() {
        return Collections.unmodifiableList(seconds);
    }

    public Second at(int second) {
        return seconds.get(second);
    }

    /** Status polls in the second before. */
    public int polls(int second) {
        return polls.get(second);
    }

    /** Buyers who joined in the second before. */
    public int joins(int second) {
        return joins.get(second);
    }

    /** Orders created in the {@code span} seconds before. */
    public int created(int second, int span) {
        return at(second).created() - (second < span ? 0 : at(second - span).created());
    }

    /** Buyers called in the {@code span} seconds before. */
    public int called(int second, int span) {
        return at(second).called() - (second < span ? 0 : at(second - span).called());
    }
}
