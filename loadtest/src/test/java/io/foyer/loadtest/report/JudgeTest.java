package io.foyer.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.loadtest.crowd.CrowdResult;
import io.foyer.loadtest.crowd.Habit;
import io.foyer.loadtest.crowd.Outcome;
import io.foyer.loadtest.crowd.RequestKind;
import io.foyer.loadtest.crowd.Visit;
import io.foyer.loadtest.shop.Order;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class JudgeTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void judge_allWell_holds() {
        Report report = Judge.judge(seen(visit(1, 0)), Expectation.budget(10, 5), orders(5, SECOND));
        assertThat(report.allHeld()).isTrue();
        assertThat(report.orders()).isEqualTo(new Report.Orders("shop", 5, 5, 5));
        assertThat(ReportWriter.text(report)).contains("All invariants held.", "order            1");
        assertThat(ReportWriter.json(report)).contains("\"mostIn60s\" : 5");
    }

    @Test
    void judge_moreThanTheBudgetInFiveSeconds_isBroken() {
        Report report = Judge.judge(seen(visit(1, 0)), Expectation.budget(10, 5), orders(6, SECOND / 2));
        assertThat(report.broken()).containsExactly("6 orders in 5 s, budget 5");
    }

    @Test
    void judge_ordersOnlyAsToldToBuyers_areNotHeldAgainstTheBudget() {
        Report report = Judge.judge(seen(visit(1, 0)), Expectation.budget(1, 1), null);
        assertThat(report.orders().source()).isEqualTo("buyers");
        assertThat(report.allHeld()).isTrue();
    }

    @Test
    void judge_refusalsAndDuplicates_areBroken() {
        Report report = Judge.judge(seen(visit(1, 2), visit(1, 0)), Expectation.budget(10, 5), orders(1, 1));
        assertThat(report.broken()).containsExactly("1 numbers were given twice", "2 orders were refused at checkout");
    }

    @Test
    void judge_intervals_countFromTheFirstArrival() {
        Report report = Judge.judge(seen(visit(1, 0)), Expectation.budget(10, 5), null);
        assertThat(report.intervals())
                .containsExactly(new Report.Interval(0, 1, 0, 0), new Report.Interval(10, 0, 1, 1));
    }

    private static CrowdResult seen(Visit... visits) {
        Histogram histogram = new Histogram(3);
        histogram.recordValue(1_500);
        return new CrowdResult(List.of(visits), Map.of(RequestKind.ORDER, histogram), Map.of());
    }

    private static Visit visit(long number, int refusals) {
        return new Visit(
                Habit.PATIENT,
                Outcome.ORDERED,
                number,
                100,
                200L,
                100,
                300L,
                12 * SECOND,
                12 * SECOND,
                List.of(13 * SECOND),
                refusals);
    }

    private static List<Order> orders(int count, long gapNanos) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Order(i, Instant.EPOCH, i * gapNanos, 1, null, null))
                .toList();
    }
}
