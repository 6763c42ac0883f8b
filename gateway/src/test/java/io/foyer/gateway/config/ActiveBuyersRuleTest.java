package io.foyer.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ActiveBuyersRuleTest {
    @TempDir
    Path directory;

    private ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(directory);
    }

    private List<String> warnings(String budget, String session) {
        return fixture.warnings(
                ConfigFixture.VALID.replace("{ orders-per-minute: 60 }", budget) + "    session: " + session + "\n");
    }

    @Test
    void read_limitThatKeepsTheBudgetFromBeingUsed_isWarnedOfWithTheNumbers() {
        assertThat(warnings("{ orders-per-minute: 60, active-buyers: 500 }", "{ idle: 10m, max: 30m }"))
                .containsExactly(
                        "shops[0].budget.active-buyers: 500 use 60 orders a minute only where 67 % or more of"
                                + " those let in order: who leaves without ordering counts for 750 s (1.25 x session.idle, at most"
                                + " session.max), who orders for the checkout, taken to be 90 s; where 35 % order it takes 1650");
        assertThat(warnings("{ orders-per-minute: 600, active-buyers: 100 }", "{ idle: 10m, max: 30m }"))
                .singleElement()
                .asString()
                .contains("100 use 600 orders a minute only with a quicker checkout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ orders-per-minute: 60 } | {}",
                "{ orders-per-minute: 6000 } | { idle: 15m, max: 1h }",
                "{ orders-per-minute: 5 } | {}",
                "{ orders-per-minute: 60, active-buyers: 2000 } | {}",
                "{ orders-per-minute: 60, active-buyers: 500 } | { idle: 2m, max: 30m }",
            })
    void read_limitThatLeavesEnough_isNotWarnedOf(String budget, String session) {
        assertThat(warnings(budget, session)).noneMatch(warning -> warning.contains("active-buyers"));
    }

    @Test
    void enough_byTheWarningsOwnFormula_isNotWarnedOf() {
        assertThat(warnings("{ orders-per-minute: 60, active-buyers: 1650 }", "{ idle: 10m, max: 30m }"))
                .isEmpty();
    }
}
