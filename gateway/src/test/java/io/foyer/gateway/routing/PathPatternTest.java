package io.foyer.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.gateway.routing.PathPattern.Spelling;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PathPatternTest {

    @ParameterizedTest
    @CsvSource({
        "/orders, /orders, true",
        "/orders, /orders/, false",
        "/orders, /Orders, false",
        "/orders, /orders/1, false",
        "/orders/*, /orders/1, true",
        "/orders/*, /orders/1/2, false",
        "/orders/*, /orders/, true",
        "/orders/*, /orders, false",
        "/a/*/c, /a/b/c, true",
        "/a/*/c, /a/b/b/c, false",
        "/*.css, /site.css, true",
        "/*.css, /x/site.css, false",
        "/*a*b, /xaxxb, true",
        "/*a*b, /xaxxbx, false",
        "/assets/**, /assets, true",
        "/assets/**, /assets/, true",
        "/assets/**, /assets/css/site.css, true",
        "/assets/**, /assetsX, false",
        "/assets/**, /x/assets/y, false",
        "/e/*/img/**, /e/7/img/a/b.png, true",
        "/e/*/img/**, /e/7/8/img/a, false",
        "/**, /, true",
        "/**, /anything/at/all, true",
        "/, /, true",
        "/, /x, false",
    })
    void exactPattern_matchesOneSpelling(String pattern, String path, boolean matches) {
        assertThat(matches(pattern, Spelling.EXACT, path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders", "/orders/", "/ORDERS", "/Orders/"})
    void loosePattern_matchesWhatAShopMayTakeForTheSame(String path) {
        assertThat(matchesLoosely("/orders", path))
                .as("a spelling that the shop accepts must not slip past what protects")
                .isTrue();
        assertThat(matchesLoosely("/orders/", path)).isTrue();
    }

    @Test
    void loosePattern_otherPath_doesNotMatch() {
        assertThat(matchesLoosely("/orders", "/orders/1")).isFalse();
        assertThat(matchesLoosely("/orders", "/order")).isFalse();
        assertThat(matchesLoosely("/", "/x")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "", "/a/**/b", "/**x", "/a**"})
    void compile_notAPattern_saysWhatIsExpected(String text) {
        assertThatThrownBy(() -> PathPattern.compile(text, Spelling.EXACT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a path that starts with '/'");
    }

    private static boolean matchesLoosely(String pattern, String path) {
        return matches(pattern, Spelling.LOOSE, path);
    }

    private static boolean matches(String pattern, Spelling spelling, String path) {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        return PathPattern.compile(pattern, spelling).matches(bytes, 0, bytes.length);
    }
}
