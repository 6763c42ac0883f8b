package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The bounds that docs/pacing.md names. */
final class RandomOrdersTest {
    @Test
    void erlangC_knownValues_areMet() {
        assertThat(RandomOrders.erlangC(1, 0.5)).isCloseTo(0.5, within(1e-9));
        assertThat(RandomOrders.erlangC(2, 1)).isCloseTo(1.0 / 3, within(1e-9));
    }

    @Test
    void use_atTheHoldsAimedAt_isBounded() {
        assertThat(RandomOrders.useByErlang(10, 5)).isCloseTo(0.858, within(0.001));
        assertThat(RandomOrders.use(10, 5)).isCloseTo(0.877, within(0.01));
        assertThat(RandomOrders.use(30, 5)).isCloseTo(0.941, within(0.01));
        assertThat(RandomOrders.use(60, 3)).isCloseTo(0.957, within(0.01));
    }
}
