package io.foyer.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.limits.Overload.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadTest {
    private double memory;
    private int collections;
    private final Overload overload = new Overload(() -> memory, () -> collections++);

    @AfterEach
    void close() {
        overload.close();
    }

    private Stage after(double share, int looks) {
        memory = share;
        for (int i = 0; i < looks; i++) {
            overload.look();
        }
        return overload.stage();
    }

    @ParameterizedTest
    @CsvSource({
        "0.0,NORMAL",
        "0.79,NORMAL",
        "0.80,NEWCOMERS_WAIT",
        "0.87,NEWCOMERS_WAIT",
        "0.88,ADMITTED_ONLY",
        "0.94,ADMITTED_ONLY",
        "0.95,NO_NEW_CONNECTIONS",
        "1.0,NO_NEW_CONNECTIONS"
    })
    void look_memoryFillsUp_entersTheStageAtOnce(double share, Stage stage) {
        assertThat(after(share, 1)).isEqualTo(stage);
    }

    @Test
    void look_aroundAThreshold_doesNotFlap() {
        after(0.80, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(after(0.79, 10)).isEqualTo(Stage.NEWCOMERS_WAIT);
            assertThat(after(0.76, 10)).isEqualTo(Stage.NEWCOMERS_WAIT);
        }
    }

    @Test
    void look_wellBelowForFiveSeconds_goesDownOneStageAtATime() {
        after(1.0, 1);

        assertThat(after(0.1, 19)).isEqualTo(Stage.NO_NEW_CONNECTIONS);
        assertThat(after(0.1, 1)).isEqualTo(Stage.ADMITTED_ONLY);
        assertThat(after(0.1, 20)).isEqualTo(Stage.NEWCOMERS_WAIT);
        assertThat(after(0.1, 20)).isEqualTo(Stage.NORMAL);
    }

    @Test
    void look_fullAgainBeforeFiveSecondsAreOver_countsAnew() {
        after(0.85, 1);
        after(0.1, 19);
        after(0.85, 1);

        assertThat(after(0.1, 19)).isEqualTo(Stage.NEWCOMERS_WAIT);
        assertThat(after(0.1, 1)).isEqualTo(Stage.NORMAL);
    }

    @Test
    void stages_shedNewWorkFirstAndAdmittedBuyersLast() {
        assertThat(overload.shedsNewcomers()).isFalse();
        after(0.80, 1);
        assertThat(overload.shedsNewcomers()).isTrue();
        assertThat(overload.shedsWaiting()).isFalse();
        after(0.88, 1);
        assertThat(overload.shedsWaiting()).isTrue();
        assertThat(overload.shedsConnections()).isFalse();
        after(0.95, 1);
        assertThat(overload.shedsConnections()).isTrue();
        assertThat(overload.shedsNewcomers() && overload.shedsWaiting()).isTrue();
    }

    @Test
    void look_figureStaysTheSameWhileShedding_isAskedForAnew() {
        after(0.5, 1_000);
        assertThat(collections).as("nothing is shed").isZero();
        after(0.85, 120);
        assertThat(collections).isZero();
        after(0.85, 1);
        assertThat(collections).isOne();
        after(0.85, 119);
        after(0.86, 60);
        assertThat(collections).as("it has moved").isOne();
    }

    @Test
    void files_fewerThanConnections_areToldOf() {
        assertThat(FileDescriptors.check(100_000, 100_999)).isFalse();
        assertThat(FileDescriptors.check(100_000, 101_000)).isTrue();
        assertThat(FileDescriptors.check(100_000, -1)).as("not known here").isTrue();
    }

    @Test
    void memory_ofThisProcess_isAShare() {
        Memory measured = new Memory();

        assertThat(measured.heap()).isBetween(0.0, 1.0);
        assertThat(measured.direct()).isBetween(0.0, 1.0);
        assertThat(measured.fullest()).isGreaterThanOrEqualTo(measured.direct());
    }

    @Test
    void memory_ofTheHeap_isKnownAfterACollection() {
        System.gc();

        assertThat(new Memory().heap())
                .as("the pool of the old generation was found")
                .isPositive();
    }
}
