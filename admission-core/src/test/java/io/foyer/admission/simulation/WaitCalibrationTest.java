package io.foyer.admission.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.simulation.SaleResult.Coverage;
import org.junit.jupiter.api.Test;

/** A few small sales; {@link WaitCalibration} runs many. */
final class WaitCalibrationTest {
    @Test
    void estimate_overSalesOfAllKinds_holdsForFourInFive() {
        double within = 0;
        int sales = 0;
        for (WaitCalibration.Kind kind : WaitCalibration.Kind.values()) {
            for (long seed = 1; seed <= 3; seed++) {
                // Other sales for each kind: the same seeds are the same three shares of buyers who order.
                Coverage coverage = WaitCalibration.of(kind, kind.ordinal() * 100 + seed, 60);
                within += coverage.within();
                sales++;
            }
        }
        assertThat(within / sales)
                .as("the mean of so few sales is no closer to 80 % than this")
                .isBetween(0.7, 0.92);
    }
}
