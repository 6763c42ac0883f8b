package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.pacing.PacingController;
import io.foyer.admission.pacing.PacingInput;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.gateway.config.RoomConfig;
import io.foyer.gateway.config.ShopConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks the pacing controller for every room's plan and lets the rooms call by it. Confined to the rooms thread. */
final class Pace {
    private final PacingController controller = new PacingController(Rooms.SLICE_MILLIS);
    private final ShopCondition condition;
    private volatile PacingReport report = PacingReport.BEFORE;

    Pace(ShopCondition condition) {
        this.condition = condition;
    }

    /** Any thread. */
    PacingReport report() {
        return report;
    }

    /** From the call to the order, as learned so far. Any thread. */
    long checkoutSeconds() {
        return (long) report.checkoutSeconds();
    }

    /** Once a second. */
    void observe(ShopState shop) {
        RoomView view = shop.main().view();
        double orders = view == null ? 0 : view.snapshot().shop().ordersLastMinute();
        condition.observe(shop, orders / shop.config().budget().ordersPerMinute(), controller.checkoutSeconds());
    }

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
                : controller.plan(new PacingInput(
                        nowNanos,
                        budget(shop.config()),
                        windows,
                        condition.now().factor(),
                        loads));
        report = report(loads, plans);
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
        boolean paused = view.snapshot().paused() || !view.reachable() || isClosed(room);
        return new RoomLoad(
                room.id(),
                shop.ordersPerMinute(config),
                view.snapshot().totals(),
                view.waiting(),
                paused,
                config.weight(),
                new RoomId(room.id().shop(), config.within()));
    }

    private static boolean isClosed(Room room) {
        return room.phase() != SalePlan.Phase.OPEN || room.isDrawing();
    }

    private static ShopBudget budget(ShopConfig shop) {
        ShopConfig.BudgetConfig budget = shop.budget();
        return new ShopBudget(
                budget.ordersPerMinute(),
                budget.ordersPer5s(),
                budget.activeBuyers(),
                shop.session().idle().toSeconds());
    }

    private PacingReport report(List<RoomLoad> loads, Map<RoomId, CallPlan> plans) {
        long outstanding = loads.stream()
                .map(RoomLoad::totals)
                .mapToLong(totals -> totals.active() + Math.max(0, totals.called() - totals.admitted()))
                .sum();
        double rate =
                plans.values().stream().mapToDouble(CallPlan::callsPerSecond).sum();
        ShopCondition.Now now = condition.now();
        return new PacingReport(
                controller.orderShare(),
                controller.checkoutSeconds(),
                controller.ordersExpected(),
                controller.aim(),
                outstanding,
                rate,
                now.factor(),
                now.reason());
    }
}
