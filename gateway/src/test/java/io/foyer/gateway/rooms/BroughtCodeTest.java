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
        "/final?, /final",
        "/final?foyer-query=&foyer-code=a, /final",
        "/final?foyer-query=date%3D1%26x%3Da%2520b%2Bc&foyer-code=a, /final?date=1&x=a%20b+c",
        "/final?foyer-query=a%3D1%0d%0aSet-Cookie:x&foyer-code=a, /final",
        "/final?foyer-query=a%20b&foyer-code=a, /final",
        "/final?foyer-query=a+b&foyer-code=a, /final",
        "/final?foyer-query=a%23b&foyer-code=a, /final",
        "/final?foyer-query=%C3%A9&foyer-code=a, /final",
        "/final?foyer-query=%zz&foyer-code=a, /final",
        "/final?foyer-query=//evil.example&foyer-code=a, /final?//evil.example",
        "/final?foyer-query=y%3D2%26foyer-code%3Db&foyer-code=a, /final?y=2"
    })
    void cutFrom_target_keepsTheRestAsItIs(String target, String rest) {
        assertThat(BroughtCode.cutFrom(target)).isEqualTo(rest);
    }
}
