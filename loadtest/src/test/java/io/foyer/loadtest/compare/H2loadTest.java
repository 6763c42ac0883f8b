package io.foyer.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class H2loadTest {
    private static final String REPORT = """
            finished in 1.00s, 4.00 req/s, 1.2KB/s
            requests: 4 total, 4 started, 4 done, 3 succeeded, 1 failed, 2 errored, 5 timeout
            status codes: 2 2xx, 0 3xx, 1 4xx, 1 5xx
            """;

    @Test
    void parse_report_hasCountsAndPercentiles() {
        Stream<String> log = Stream.of("10\t200\t3000", "20\t200\t1000", "30\t200\t2000");

        assertThat(H2load.parse(REPORT, log)).isEqualTo(new Counts(4, 7, 2, 2.0, 3.0));
    }

    @Test
    void parse_noReport_saysWhatH2loadSaid() {
        assertThatThrownBy(() -> H2load.parse("Unable to connect", Stream.of()))
                .hasMessageContaining("Unable to connect");
    }
}
