package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.pacing.PacingController;
import io.foyer.admission.pacing.PacingInput;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.ShopConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the pacing controller for every room's plan and lets the rooms call by it. Confined to the rooms thread. */
final class Pace {
    private final PacingController controller = new PacingController(Rooms.SLICE_MILLIS);

    /** Once a slice. Nobody is called for a shop that is down, or before all its rooms are known. */
    void call(ShopState shop, long nowNanos) {
        List<RoomLoad> loads = new ArrayList<>();
        RoomSnapshot.ShopState windows = null;
        for (int i = 0; i < shop.rooms().size(); i++) {
            RoomView view = shop.rooms().get(i).view();
            if (view != null) {
                windows = view.snapshot().shop();
                loads.add(load(
                        shop.rooms().get(i),
                        shop.config(),
                        shop.config().rooms().get(i),
                        view));
            }
        }
        Map<RoomId, CallPlan> plans = windows == null
                ? Map.of()
                : controller.plan(new PacingInput(nowNanos, budget(shop.config()), windows, health(shop), loads));
        for (Room room : shop.rooms()) {
            CallPlan plan = plans.get(room.id());
            if (plan != null) {
                room.call(plan, controller.release(room.id()));
            } else {
                room.rest();
            }
        }
    }

    private static RoomLoad load(Room room, ShopConfig shop, RoomConfig config, RoomView view) {
        int perMinute = config.ordersPerMinute().orElse(shop.budget().ordersPerMinute());
        boolean paused = view.snapshot().paused() || !view.reachable() || room.phase() != SalePlan.Phase.OPEN;
        return new RoomLoad(room.id(), perMinute, view.snapshot().totals(), view.waiting(), paused);
    }

    private static ShopBudget budget(ShopConfig shop) {
        ShopConfig.BudgetConfig budget = shop.budget();
        return new ShopBudget(budget.ordersPerMinute(), budget.ordersPer5s(), budget.activeBuyers());
    }

    private static double health(ShopState shop) {
        return shop.upstream().upstream().health().state() == Upstream.Health.State.DOWN ? 0 : 1;
    }
}
