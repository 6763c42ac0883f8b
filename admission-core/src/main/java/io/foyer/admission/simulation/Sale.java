package io.foyer.admission.simulation;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot.ShopState;
import io.foyer.admission.pacing.PacingController;
import io.foyer.admission.pacing.PacingInput;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.ShopHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One sale in virtual time. As at a gateway, calls go in slices of 250 ms, and pacing and waits look at a copy of the rooms that
 * is a second old at most.
 */
public final class Sale {
    private static final String SHOP = "simulated";
    private static final long SLICE_MILLIS = 250;
    private static final int SLICE_TICKS = (int) SLICE_MILLIS / Ticks.MILLIS;
    private static final long NANOS_A_TICK = Ticks.MILLIS * 1_000_000L;
    private static final int RETRY_TICKS = 5 * Ticks.A_SECOND;
    private static final CallPlan NOBODY = new CallPlan(0, 0, CallPlan.Headroom.NONE, SLICE_MILLIS);

    private final SaleSetting setting;
    private final List<VirtualRoom> rooms = new ArrayList<>();
    private final VirtualGate gate;
    private final Agenda checkouts;
    private final Agenda answers;
    private final Agenda departures;
    private final VirtualShop virtualShop;
    private final int[] cameTick;
    private final int[] sentTick;
    private final List<Gateway> gateways = new ArrayList<>();
    private final Series series = new Series();
    private final int endTick;
    /** When in a second the copy is taken: a gateway does not ask on the stroke of its clock. */
    private final int syncPhase;

    private int tick;
    private ShopState shop = new ShopState(0, 0, 0, 1);

    /** Each computes its own plan from what it saw itself; the store applies one a slice. */
    private record Gateway(ShopHealth health, PacingController controller) {
        Gateway() {
            this(new ShopHealth(), new PacingController(SLICE_MILLIS));
        }
    }

    private Sale(SaleSetting setting) {
        this.setting = setting;
        for (int i = 0; i < setting.shop().gateways(); i++) {
            gateways.add(new Gateway());
        }
        endTick = Ticks.of(setting.lengthMax());
        syncPhase = (int) Math.floorMod(setting.seed() * 7, (long) Ticks.A_SECOND);
        checkouts = new Agenda(endTick);
        answers = new Agenda(endTick);
        departures = new Agenda(endTick);
        gate = new VirtualGate(setting.rules());
        virtualShop = new VirtualShop(setting);
        int buyers = 0;
        for (int i = 0; i < setting.rooms().size(); i++) {
            rooms.add(new VirtualRoom(setting, i, buyers, shopping()));
            buyers += setting.rooms().get(i).crowd().buyers();
        }
        cameTick = new int[buyers];
        sentTick = new int[buyers];
    }

    private VirtualRoom.Shopping shopping() {
        return new VirtualRoom.Shopping() {
            @Override
            public void order(int buyer, int atTick) {
                checkouts.add(atTick, buyer);
            }

            @Override
            public void leave(int buyer, int atTick) {
                departures.add(atTick, buyer);
            }
        };
    }

    /** Runs the sale to its end: some seconds for an evening with a hundred thousand buyers. */
    public static SaleResult run(SaleSetting setting) {
        return new Sale(setting).run();
    }

    private SaleResult run() {
        for (tick = 0; tick < endTick && !isOver(); tick++) {
            answers.run(tick, this::answered);
            departures.run(tick, buyer -> roomOf(buyer).passEnded());
            for (VirtualRoom room : rooms) {
                room.act(tick);
            }
            checkouts.run(tick, this::come);
            gate.run(tick, this::forward, buyer -> checkouts.add(tick + RETRY_TICKS, buyer));
            if (tick % Ticks.A_SECOND == syncPhase) {
                sync();
            }
            if (tick % SLICE_TICKS == 0) {
                slice();
            }
        }
        return new SaleResult(
                setting, tick, series, rooms.stream().map(VirtualRoom::result).toList(), gate);
    }

    private boolean isOver() {
        return checkouts.isEmpty() && gate.isIdle() && rooms.stream().allMatch(VirtualRoom::isOver);
    }

    private VirtualRoom roomOf(int buyer) {
        for (VirtualRoom room : rooms) {
            if (room.has(buyer)) {
                return room;
            }
        }
        throw new IllegalStateException("buyer " + buyer + " of no room");
    }

    private void come(int buyer) {
        cameTick[buyer] = tick;
        gate.arrive(buyer, tick);
    }

    private void forward(int buyer) {
        sentTick[buyer] = tick;
        answers.add(tick + virtualShop.ticks(tick), buyer);
    }

    private void answered(int buyer) {
        switch (virtualShop.outcome(buyer, tick - sentTick[buyer], tick)) {
            case CREATED -> {
                roomOf(buyer).created(buyer, cameTick[buyer]);
                gate.settle(tick);
            }
            case FAILED -> {
                gate.giveBack();
                checkouts.add(tick + RETRY_TICKS, buyer);
            }
            // The shop goes on with it: who asks again would order twice.
            case UNKNOWN -> {
                roomOf(buyer).passEnded();
                gate.settle(tick);
            }
        }
    }

    private boolean isPaused() {
        return setting.shop().paused().atTick(tick) > 0;
    }

    private void sync() {
        shop = gate.state(tick);
        boolean up = setting.shop().health().atTick(tick) > 0;
        for (int i = 0; i < gateways.size(); i++) {
            Gateway gateway = gateways.get(i);
            gateway.health.observe(new ShopHealth.Second(
                    ShopHealth.Answers.NONE,
                    virtualShop.take(i),
                    up ? Optional.of(SHOP) : Optional.empty(),
                    (double) shop.ordersLastMinute() / setting.rules().budget().ordersPerMinute(),
                    gateway.controller.checkoutSeconds()));
        }
        PacingController controller = gateways.get(0).controller;
        Series.Second now = new Series.Second(
                0,
                0,
                0,
                gate.created(),
                gate.held(),
                rooms.stream().mapToInt(VirtualRoom::active).sum(),
                controller.orderShare(),
                controller.checkoutSeconds(),
                gateways.stream()
                        .mapToDouble(gateway -> gateway.health.factor())
                        .average()
                        .orElse(1));
        for (VirtualRoom room : rooms) {
            room.sync(isPaused());
            room.record(now);
        }
        series.addUp(rooms.stream().map(VirtualRoom::series).toList(), now);
    }

    private void slice() {
        List<RoomLoad> loads = rooms.stream().map(room -> room.load(isPaused())).toList();
        Gateway caller = gateways.get(tick / SLICE_TICKS % gateways.size());
        for (Gateway gateway : gateways) {
            double factor = Math.min(setting.shop().health().atTick(tick), gateway.health.factor());
            Map<RoomId, CallPlan> plans = gateway.controller.plan(
                    new PacingInput(tick * NANOS_A_TICK, setting.rules().budget(), shop, factor, loads));
            if (gateway == caller) {
                for (VirtualRoom room : rooms) {
                    room.call(plans.getOrDefault(room.id(), NOBODY), gateway.controller.release(room.id()));
                }
            }
        }
    }
}
