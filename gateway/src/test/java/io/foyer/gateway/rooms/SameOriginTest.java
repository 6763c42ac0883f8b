package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.http.Requests;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SameOriginTest {

    @ParameterizedTest
    @CsvSource({"same-origin, true", "none, true", "same-site, false", "cross-site, false"})
    void isSame_browserSaysWhereFrom_isTakenAtItsWord(String site, boolean same) {
        assertThat(isSame("Sec-Fetch-Site: " + site)).isEqualTo(same);
    }

    @Test
    void isSame_siteAndOriginDiffer_siteDecides() {
        assertThat(SameOrigin.isSame(Requests.head(
                        "POST / HTTP/1.1",
                        "Host: shop.example",
                        "Origin: https://shop.example",
                        "Sec-Fetch-Site: cross-site")))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, true",
        "http://shop.example, true",
        "https://SHOP.example, true",
        "https://evil.example, false",
        "https://shop.example.evil.example, false",
        "https://www.shop.example, false",
        "https://shop.example:8443, false",
        "null, false",
        "shop.example, false"
    })
    void isSame_originOnly_mustBeTheHost(String origin, boolean same) {
        assertThat(isSame("Origin: " + origin)).isEqualTo(same);
    }

    @Test
    void isSame_portInBoth_isSame() {
        assertThat(SameOrigin.isSame(Requests.head(
                        "POST / HTTP/1.1", "Host: shop.example:8443", "Origin: https://shop.example:8443")))
                .isTrue();
    }

    @Test
    void isSame_neitherHeader_isNoBrowser() {
        assertThat(isSame("Accept: */*")).isTrue();
    }

    private static boolean isSame(String line) {
        return SameOrigin.isSame(Requests.head("POST /_foyer/leave HTTP/1.1", "Host: shop.example", line));
    }
}
