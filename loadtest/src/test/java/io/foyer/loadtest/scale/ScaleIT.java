package io.foyer.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A small line: that everything is measured, not what comes out. */
final class ScaleIT {
    @Test
    void run_smallLine_measuresEverything() throws Exception {
        ScaleOptions options = new ScaleOptions(4_000, List.of(16, 64), 2_000, 1, Duration.ofMillis(500));

        ScaleResult result = new Scale(options, new PrintStream(OutputStream.nullOutputStream())).run();

        assertThat(result.joins()).hasSize(2).allSatisfy(joins -> {
            assertThat(joins.joinsPerSecond()).isPositive();
            assertThat(joins.block()).isGreaterThan(1);
        });
        assertThat(result.polls().redisCommands())
                .as("polls are answered from memory: only the timers ask Redis")
                .isLessThan(0.2);
        assertThat(result.reloadMillis()).hasSize(1);
        assertThat(result.failover().nextCallMillis()).isGreaterThan(500);
        assertThat(result.markdown()).contains("| Redis holds 4,000 places in |");
    }
}
