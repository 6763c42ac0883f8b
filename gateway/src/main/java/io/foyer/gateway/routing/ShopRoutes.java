package io.foyer.gateway.routing;

import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.RouteConfig;
import io.foyer.gateway.config.ShopConfig;
import io.foyer.gateway.http.RequestHead;
import java.util.List;

/** One shop's routes and the paths of its rooms. What nothing matches is queued. */
public final class ShopRoutes {
    private static final Route QUEUE_ALL =
            new Route(new RouteConfig("/**", List.of(), RouteConfig.Action.QUEUE, List.of()));

    private final Route[] routes;
    private final RoomPaths[] rooms;

    private record RoomPaths(int index, List<PathPattern> paths) {}

    public ShopRoutes(ShopConfig shop) {
        this.routes = shop.routes().stream().map(Route::new).toArray(Route[]::new);
        RoomPaths[] paths = new RoomPaths[shop.rooms().size()];
        for (int i = 0; i < paths.length; i++) {
            RoomConfig room = shop.rooms().get(i);
            paths[i] = new RoomPaths(
                    i,
                    room.paths().stream()
                            .map(path -> PathPattern.compile(path, PathPattern.Spelling.LOOSE))
                            .toList());
        }
        this.rooms = paths;
    }

    /** The first route that matches. */
    public Route route(RequestHead request) {
        for (Route route : routes) {
            if (route.matches(request)) {
                return route;
            }
        }
        return QUEUE_ALL;
    }

    /** Which of the shop's rooms a path belongs to, as an index into {@link ShopConfig#rooms}; the last is {@code main}. */
    public int room(RequestHead request) {
        for (RoomPaths room : rooms) {
            for (PathPattern path : room.paths) {
                if (path.matches(request)) {
                    return room.index;
                }
            }
        }
        return rooms.length - 1;
    }
}
