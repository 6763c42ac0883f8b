package io.foyer.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class WrkResultTest {
    private static final String OUTPUT = """
            Running 3s test @ http://127.0.0.1:8080/
              1 threads and 64 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.32ms  612.00us  11.02ms   74.42%
                Req/Sec    48.11k     2.90k   54.02k    70.00%
              Latency Distribution
                 50%    1.25ms
                 75%    1.60ms
                 90%    2.02ms
                 99%    3.41ms
              143629 requests in 3.00s, 168.45MB read
            Requests/sec:  47853.11
            """;

    @Test
    void parse_cleanRun_hasCountsAndPercentiles() {
        assertThat(WrkResult.parse(OUTPUT)).isEqualTo(new Counts(143_629, 0, 0, 1.25, 3.41));
    }

    @Test
    void parse_errors_areCounted() {
        String output = OUTPUT.replace(
                "Requests/sec",
                "Socket errors: connect 1, read 2, write 3, timeout 4\n  Non-2xx or 3xx responses: 17\nRequests/sec");
        assertThat(WrkResult.parse(output)).isEqualTo(new Counts(143_629, 10, 17, 1.25, 3.41));
    }

    @Test
    void parse_otherUnits_areMillis() {
        String output = OUTPUT.replace("50%    1.25ms", "50%  812.00us").replace("99%    3.41ms", "99%    1.50s");
        assertThat(WrkResult.parse(output)).isEqualTo(new Counts(143_629, 0, 0, 0.812, 1_500));
    }

    @Test
    void parse_noReport_saysWhatWrkSaid() {
        assertThatThrownBy(() -> WrkResult.parse("unable to connect to 127.0.0.1:1 Connection refused"))
                .hasMessageContaining("Connection refused");
    }
}
