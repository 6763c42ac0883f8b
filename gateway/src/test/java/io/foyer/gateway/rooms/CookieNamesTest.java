package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.RoomId;
import org.junit.jupiter.api.Test;

final class CookieNamesTest {
    private static final CookieNames MAIN = CookieNames.of(new RoomId("shop", "main"));
    private static final CookieNames OPERA = CookieNames.of(new RoomId("shop", "opera"));

    @Test
    void names_main_haveNoSuffix() {
        assertThat(MAIN.ticket(false).toString()).isEqualTo("foyer-ticket");
        assertThat(MAIN.pass(false).toString()).isEqualTo("foyer-pass");
    }

    @Test
    void names_secure_belongToTheHostAlone() {
        assertThat(MAIN.ticket(true).toString()).isEqualTo("__Host-foyer-ticket");
        assertThat(MAIN.pass(true).toString()).isEqualTo("__Host-foyer-pass");
    }

    @Test
    void names_roomBesideMain_haveItsName() {
        assertThat(OPERA.ticket(false).toString()).isEqualTo("foyer-ticket-opera");
        assertThat(OPERA.pass(true).toString()).isEqualTo("__Host-foyer-pass-opera");
    }

    @Test
    void setLine_secure_meetsWhatTheHostPrefixDemands() {
        assertThat(CookieNames.setLine(MAIN.pass(true), "v", 90, true))
                .isEqualTo("Set-Cookie: __Host-foyer-pass=v; Path=/; Max-Age=90; HttpOnly; SameSite=Lax; Secure\r\n");
    }

    @Test
    void setLine_plain_isNotSecure() {
        assertThat(CookieNames.setLine(MAIN.ticket(false), "", 0, false))
                .isEqualTo("Set-Cookie: foyer-ticket=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax\r\n");
    }
}
