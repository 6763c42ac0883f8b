package io.foyer.loadtest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapTest {
    private static final String REPORT = """
                S0C         S1C         S0U         S1U          EC           EU           OC           OU          YGC     YGCT     CGC
               2176.0      2176.0         8.0         0.0      1000.0         10.5      43712.0        20.0           3     0.010     -
            """;

    @Test
    void parse_reportOfJstat_isWhatIsUsedAndWasAllocated() {
        assertThat(Heap.parse(REPORT)).isEqualTo(new Heap((long) (38.5 * 1_024), (long) (3_010.5 * 1_024)));
    }

    @Test
    void parse_processIsGone_saysWhatJstatSaid() {
        assertThatThrownBy(() -> Heap.parse("4711 not found\n")).hasMessageContaining("4711 not found");
    }
}
