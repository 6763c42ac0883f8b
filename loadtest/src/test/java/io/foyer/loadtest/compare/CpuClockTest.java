package io.foyer.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CpuClockTest {
    @Test
    void parse_nameWithBracketsAndBlanks_countsFromTheLastBracket() {
        String stat = "4242 (a (b) c) S 1 4242 4242 0 -1 4194304 900 0 0 0 123 45 0 0 20 0 7 0 99 1 2 3\n";
        assertThat(CpuClock.parse(stat)).isEqualTo((123 + 45) * 10_000);
    }

    @Test
    void micros_ofThisProcess_growsWithWork() {
        long pid = ProcessHandle.current().pid();
        long before = CpuClock.micros(pid);
        long spin = 0;
        while (CpuClock.micros(pid) - before < 30_000) {
            spin++;
        }
        assertThat(spin).isPositive();
    }
}
