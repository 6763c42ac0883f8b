package io.foyer.loadtest.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A few seconds: that both are measured and the budget is kept, not how much of it is used. */
final class PacingRunIT {
    @Test
    void run_oneSetting_measuresBothAndKeepsTheBudget() throws InterruptedException {
        PacingOptions options = new PacingOptions(
                List.of(PacingSetting.parse("600:1.0:0/0.5")), Duration.ofSeconds(3), Duration.ofSeconds(5));

        PacingResult result = new PacingRun(options, new PrintStream(OutputStream.nullOutputStream())).run();

        assertThat(result.rows()).hasSize(1);
        PacingResult.Row row = result.rows().get(0);
        assertThat(List.of(row.sockets(), row.simulated())).allSatisfy(figures -> {
            assertThat(figures.use()).isPositive();
            assertThat(figures.in60s()).isBetween(1, 600);
            assertThat(figures.in5s()).isBetween(1, 200);
            assertThat(figures.holdNinetieth()).isGreaterThanOrEqualTo(figures.holdMedian());
        });
        assertThat(result.markdown()).contains("| 600, 1.00, 0/0.5 s | sockets |", "|  | simulated |");
    }
}
