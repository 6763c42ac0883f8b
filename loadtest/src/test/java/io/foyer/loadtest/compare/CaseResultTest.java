package io.foyer.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CaseResultTest {
    @Test
    void rows_ratio_isTheMedianOfTheRoundsRatiosAndNotTheRatioOfTheMedians() {
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        samples.put("nginx", List.of(cpu(10), cpu(20), cpu(40)));
        samples.put("foyer", List.of(cpu(20), cpu(20), cpu(20)));

        List<CaseResult.Row> rows = new CaseResult("proxy", samples).rows();

        assertThat(rows.get(0).ratio()).isEqualTo(1);
        assertThat(rows.get(1).ratio()).as("of 2, 1 and 0.5").isEqualTo(1);
        assertThat(rows.get(0).cpuMicros()).isEqualTo(20);
        assertThat(rows.get(0).cpuMicrosLeast()).isEqualTo(10);
        assertThat(rows.get(0).cpuMicrosMost()).isEqualTo(40);
    }

    @Test
    void text_rows_areOnTheTable() {
        CaseResult result = new CaseResult("proxy 1 KB", Map.of("nginx", List.of(cpu(22))));
        CompareResult all = new CompareResult(
                List.of(result),
                Optional.of(new CompareResult.Beside(new JoinRate(5_000, 4.5, 30), new Footprint(900, 120, 3_000))));
        assertThat(all.text())
                .contains(
                        "proxy 1 KB",
                        "22.0-22.0",
                        "joins: 5000 a second; 4.5 us of Redis",
                        "ready 900 ms",
                        "120 bytes allocated");
        assertThat(all.markdown()).contains("| proxy 1 KB | nginx | 22.0 |");
        assertThat(all.json()).contains("\"cpuMicros\" : 22.0");
    }

    private static Sample cpu(double micros) {
        return new Sample(micros, 40_000, 1.2, 3.4);
    }
}
