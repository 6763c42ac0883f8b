package io.foyer.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.RouteConfig;
import io.foyer.gateway.config.RouteConfig.Action;
import io.foyer.gateway.http.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTest {

    @ParameterizedTest
    @CsvSource({"ORDER, /Orders/", "ORDER, /ORDERS", "QUEUE, /orders/", "QUEUE, /oRders"})
    void matches_otherSpellingOfWhatProtects_takesIt(Action action, String path) {
        assertThat(route(action).matches(Requests.to("POST", path))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/Orders", "/orders/", "/ORDERS"})
    void matches_otherSpellingOfWhatExempts_leavesIt(String path) {
        assertThat(route(Action.PASS).matches(Requests.to("POST", path)))
                .as("the shop may take %s for something else than /orders", path)
                .isFalse();
    }

    @Test
    void matches_exactSpellingOfWhatExempts_takesIt() {
        assertThat(route(Action.PASS).matches(Requests.to("POST", "/orders?from=basket")))
                .isTrue();
    }

    @Test
    void matches_methodNotListed_leavesIt() {
        Route posts = new Route(new RouteConfig("/orders", List.of("POST", "PUT"), Action.ORDER, List.of()));

        assertThat(posts.matches(Requests.to("GET", "/orders"))).isFalse();
        assertThat(posts.matches(Requests.to("PUT", "/orders"))).isTrue();
    }

    @Test
    void matches_noMethodsListed_takesAll() {
        assertThat(route(Action.ORDER).matches(Requests.to("DELETE", "/orders")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "201, true",
        "202, true",
        "303, true",
        "204, false",
        "302, false",
        "409, false",
        "500, false"
    })
    void createdBy_nothingConfigured_takesTheUsualStatuses(int status, boolean created) {
        assertThat(route(Action.ORDER).createdBy(status)).isEqualTo(created);
    }

    @ParameterizedTest
    @CsvSource({"204, true", "302, true", "200, false", "201, false", "303, false"})
    void createdBy_configured_takesThoseOnly(int status, boolean created) {
        Route route = new Route(new RouteConfig("/orders", List.of(), Action.ORDER, List.of(204, 302)));

        assertThat(route.createdBy(status)).isEqualTo(created);
    }

    private static Route route(Action action) {
        return new Route(new RouteConfig("/orders", List.of(), action, List.of()));
    }
}
