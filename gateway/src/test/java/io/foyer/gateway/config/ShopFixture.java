package io.foyer.gateway.config;

import io.foyer.admission.line.SalePlan;
import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Shops as values, without a file. */
public final class ShopFixture {
    public static final RoomConfig MAIN = room("main");

    private ShopFixture() {}

    public static RoomConfig room(String name, String... paths) {
        return new RoomConfig(name, List.of(paths), OptionalInt.empty(), SalePlan.ALWAYS, 1, true, null);
    }

    public static ShopConfig hosts(String name, String... hosts) {
        return shop(name, List.of(hosts), List.of(), new BudgetConfig(60, 10, 100), List.of(MAIN));
    }

    public static ShopConfig routes(RouteConfig... routes) {
        return shop("shop", List.of("*"), List.of(routes), new BudgetConfig(60, 10, 100), List.of(MAIN));
    }

    public static ShopConfig rooms(RoomConfig... rooms) {
        return shop("shop", List.of("*"), List.of(), new BudgetConfig(60, 10, 100), List.of(rooms));
    }

    /** Holds an order for 30 s. */
    public static ShopConfig budget(BudgetConfig budget) {
        return shop("shop", List.of("*"), List.of(), budget, List.of(MAIN));
    }

    private static ShopConfig shop(
            String name, List<String> hosts, List<RouteConfig> routes, BudgetConfig budget, List<RoomConfig> rooms) {
        return new ShopConfig(
                name,
                hosts,
                "/_foyer/",
                new UpstreamConfig("http", 64, Duration.ofSeconds(1), Duration.ofSeconds(20), Map.of()),
                routes,
                budget,
                new ShopConfig.SessionConfig(Duration.ofMinutes(10), Duration.ofMinutes(30), 1),
                new ShopConfig.PlaceConfig(Duration.ofMinutes(2), Duration.ofMinutes(10)),
                Duration.ofSeconds(30),
                ShopConfig.StoreDown.HOLD,
                new ShopConfig.JoinConfig(ShopConfig.JoinConfig.When.AT_ONCE, 50, 500),
                "",
                false,
                rooms,
                List.of());
    }
}
