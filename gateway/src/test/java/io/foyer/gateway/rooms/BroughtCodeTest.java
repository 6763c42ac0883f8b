package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BroughtCodeTest {

    @ParameterizedTest
    @CsvSource({
        "/final?foyer-code=a.b.c, /final",
        "/final?x=1&foyer-code=a.b.c&y=2, /final?x=1&y=2",
        "/final?my-foyer-code=a, /final?my-foyer-code=a",
        "/final, /final",
        "/final?, /final"
    })
    void cutFrom_target_leavesTheRestAsItIs(String target, String rest) {
        assertThat(BroughtCode.cutFrom(target)).isEqualTo(rest);
    }
}
