package io.foyer.loadtest.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.loadtest.crowd.Arrivals;
import io.foyer.loadtest.crowd.Crowd;
import io.foyer.loadtest.crowd.CrowdPlan;
import io.foyer.loadtest.crowd.CrowdResult;
import io.foyer.loadtest.crowd.Mix;
import io.foyer.loadtest.process.RoomRules;
import io.foyer.loadtest.report.Expectation;
import io.foyer.loadtest.report.Judge;
import io.foyer.loadtest.report.Report;
import io.foyer.loadtest.report.ReportWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FairLineIT {
    private static final int BUYERS = 2_000;
    private static final RoomRules RULES = new RoomRules(
            1_800, 150, 10_000, 1, Duration.ofSeconds(1), Duration.ofSeconds(5), "Tickets are going fast.");

    @Test
    void twoThousandBuyers_throughTwoGateways_enterInOrderAmongThosePresent() throws InterruptedException {
        try (Deployment deployment = Deployment.start(RULES, 2);
                Crowd crowd = Crowd.open(plan(deployment))) {
            crowd.send(BUYERS, Arrivals.poisson(400));
            boolean allGone = crowd.awaitAllGone(Duration.ofMinutes(3));

            CrowdResult seen = crowd.finish();
            Report report = Judge.judge(
                    seen,
                    new Expectation(RULES.ordersPerMinute(), RULES.ordersPer5s(), Expectation.DEFAULT_GRACE),
                    deployment.shop().orders());
            String text = ReportWriter.text(report);
            System.out.println(text);
            assertThat(report.broken()).as(text).isEmpty();
            assertThat(report.overtakenJoins()).as(text).isZero();
            assertThat(allGone).as("everybody came through in time:%n%s", text).isTrue();
            assertThat(seen.visits()).hasSize(BUYERS);
            assertThat(report.errors()).as(text).isEmpty();
        }
    }

    private static CrowdPlan plan(Deployment deployment) {
        return CrowdPlan.against(deployment.urls())
                .path("/events/summer-final")
                .mix(new Mix(0.03, 0.05, 0.05))
                .silence(Duration.ofSeconds(12))
                .buying(Duration.ofMillis(500), 0.9, 1);
    }
}
