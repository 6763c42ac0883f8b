package io.foyer.loadtest.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.loadtest.crowd.Arrivals;
import io.foyer.loadtest.crowd.Crowd;
import io.foyer.loadtest.crowd.CrowdPlan;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.report.Expectation;
import io.foyer.loadtest.report.Judge;
import io.foyer.loadtest.report.Report;
import io.foyer.loadtest.report.ReportWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The gate alone decides here: passes are good for many orders, and whoever is in orders again as soon as the last is confirmed. */
final class OrderBudgetIT {
    private static final int PER_MINUTE = 240;
    private static final int PER_5S = 24;
    private static final int INSIDE = 40;
    private static final int BUYERS = 200;
    /** The most that a pass may be good for. */
    private static final int ORDERS_PER_PASS = 15;

    private static final Duration RUN = Duration.ofMinutes(3);

    @Test
    void admittedBuyersOrderingAsFastAsTheyCan_throughTwoGateways_neverExceedTheBudget() throws InterruptedException {
        RoomRules rules = new RoomRules(
                PER_MINUTE,
                PER_5S,
                INSIDE,
                ORDERS_PER_PASS,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                "Tickets are going fast.");
        try (Deployment deployment = Deployment.start(rules, 2);
                Crowd crowd = Crowd.open(plan(deployment))) {
            crowd.send(BUYERS, Arrivals.burst());
            crowd.awaitAllGone(RUN);

            Report report = Judge.judge(
                    crowd.finish(),
                    Expectation.budget(PER_MINUTE, PER_5S),
                    deployment.shop().orders());
            String text = ReportWriter.text(report);
            System.out.println(text);
            assertThat(report.broken()).as(text).isEmpty();
            assertThat(report.budgetUse())
                    .as("buyers waited all the time, so the budget must be used:%n%s", text)
                    .isGreaterThan(0.95);
        }
    }

    private static CrowdPlan plan(Deployment deployment) {
        return CrowdPlan.against(deployment.urls())
                .path("/events/summer-final")
                .buying(Duration.ZERO, 1, ORDERS_PER_PASS);
    }
}
