package io.foyer.gateway.routing;

import static io.foyer.gateway.config.ShopFixture.MAIN;
import static io.foyer.gateway.config.ShopFixture.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.RouteConfig;
import io.foyer.gateway.config.RouteConfig.Action;
import io.foyer.gateway.config.ShopFixture;
import io.foyer.gateway.http.Requests;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShopRoutesTest {

    @Test
    void route_noneMatches_isQueued() {
        ShopRoutes routes = routes(line("/assets/**", Action.PASS));

        assertThat(action(routes, "GET", "/events/7")).isEqualTo(Action.QUEUE);
    }

    @Test
    void route_severalMatch_firstWins() {
        ShopRoutes routes = routes(
                line("/api/orders", Action.ORDER), line("/api/**", Action.PASS), line("/api/login", Action.QUEUE));

        assertThat(action(routes, "POST", "/api/orders")).isEqualTo(Action.ORDER);
        assertThat(action(routes, "POST", "/api/login")).isEqualTo(Action.PASS);
    }

    @Test
    void route_firstHasAnotherMethod_nextWins() {
        ShopRoutes routes = routes(
                new RouteConfig("/orders", List.of("POST"), Action.ORDER, List.of()), line("/orders", Action.PASS));

        assertThat(action(routes, "POST", "/orders")).isEqualTo(Action.ORDER);
        assertThat(action(routes, "GET", "/orders")).isEqualTo(Action.PASS);
    }

    @Test
    void route_exemptionSpeltOtherwise_isQueued() {
        ShopRoutes routes = routes(line("/assets/**", Action.PASS));

        assertThat(action(routes, "GET", "/assets/site.css")).isEqualTo(Action.PASS);
        assertThat(action(routes, "GET", "/Assets/site.css")).isEqualTo(Action.QUEUE);
    }

    @ParameterizedTest
    @CsvSource({"/events/opera/1, 0", "/EVENTS/Opera, 0", "/events/rock/, 1", "/events, 2", "/, 2"})
    void room_byPath_isTheFirstThatMatchesOrMain(String path, int room) {
        ShopRoutes routes = new ShopRoutes(ShopFixture.rooms(
                room("opera", "/events/opera/**", "/arias"), room("rock", "/events/rock", "/events/opera/1"), MAIN));

        assertThat(routes.room(Requests.to("GET", path))).isEqualTo(room);
    }

    @Test
    void room_secondPathOfARoom_belongsToItToo() {
        ShopRoutes routes = new ShopRoutes(ShopFixture.rooms(room("opera", "/events/opera/**", "/arias"), MAIN));

        assertThat(routes.room(Requests.to("GET", "/arias"))).isZero();
    }

    private static ShopRoutes routes(RouteConfig... routes) {
        return new ShopRoutes(ShopFixture.routes(routes));
    }

    private static RouteConfig line(String path, Action action) {
        return new RouteConfig(path, List.of(), action, List.of());
    }

    private static Action action(ShopRoutes routes, String method, String path) {
        return routes.route(Requests.to(method, path)).action();
    }
}
