package io.foyer.admission.simulation;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot.ShopState;
import io.foyer.admission.line.RoomSnapshot.Totals;
import io.foyer.admission.pacing.PacingController;
import io.foyer.admission.pacing.PacingInput;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.ShopHealth;
import io.foyer.admission.wait.WaitEstimator;
import java.util.List;
import java.util.Optional;

/**
 * One sale in virtual time. As at a gateway, calls go in slices of 250 ms, and pacing and waits look at a copy of the room that
 * is a second old at most.
 */
public final class Sale {
    private static final RoomId ROOM = new RoomId("simulated", RoomId.MAIN);
    private static final long SLICE_MILLIS = 250;
    private static final int SLICE_TICKS = (int) SLICE_MILLIS / Ticks.MILLIS;
    private static final long NANOS_A_TICK = Ticks.MILLIS * 1_000_000L;
    private static final int RETRY_TICKS = 5 * Ticks.A_SECOND;
    /** A pass without a sign of life is over after one to one and a half times the idle limit. */
    private static final double IDLE_TURNS = 1.25;
    /** A prime, so that no two polls share their luck by a pattern. */
    private static final long LUCK = 1_000_003;

    private final SaleSetting setting;
    private final Persons persons;
    private final int[] arrivals;
    private final VirtualLine line;
    private final VirtualGate gate;
    private final Visits visits;
    private final Agenda polls;
    private final Agenda checkouts;
    private final Agenda answers;
    private final Agenda departures;
    private final VirtualShop virtualShop;
    private final int[] sentTick;
    private final ShopHealth health = new ShopHealth();
    private final PacingController controller = new PacingController(SLICE_MILLIS);
    private final WaitEstimator waits = new WaitEstimator();
    private final Series series = new Series();
    private final int endTick;
    private int arrived;
    private int admitted;
    private int active;
    private int tick;
    private Totals totals = new Totals(0, 0, 0, 0, 0);
    private ShopState shop = new ShopState(0, 0, 0, 1);
    private int waiting;
    private int joined;

    private Sale(SaleSetting setting) {
        this.setting = setting;
        persons = new Persons(setting.seed(), setting.crowd());
        arrivals = persons.arrivals();
        line = new VirtualLine(setting);
        gate = new VirtualGate(setting.rules());
        visits = new Visits(setting.crowd().buyers());
        virtualShop = new VirtualShop(setting);
        sentTick = new int[setting.crowd().buyers()];
        endTick = Ticks.of(setting.lengthMax());
        polls = new Agenda(endTick);
        checkouts = new Agenda(endTick);
        answers = new Agenda(endTick);
        departures = new Agenda(endTick);
    }

    /** Runs the sale to its end: some seconds for an evening with a hundred thousand buyers. */
    public static SaleResult run(SaleSetting setting) {
        return new Sale(setting).run();
    }

    private SaleResult run() {
        for (tick = 0; tick < endTick && !isOver(); tick++) {
            answers.run(tick, this::answered);
            departures.run(tick, buyer -> active--);
            arrive();
            polls.run(tick, this::poll);
            checkouts.run(tick, buyer -> gate.arrive(buyer, tick));
            gate.run(tick, this::forward, buyer -> checkouts.add(tick + RETRY_TICKS, buyer));
            if (tick % Ticks.A_SECOND == 0) {
                sync();
            }
            if (tick % SLICE_TICKS == 0) {
                slice();
            }
        }
        return new SaleResult(setting, tick, series, visits, gate);
    }

    private boolean isOver() {
        return arrived == arrivals.length
                && line.waiting() == 0
                && polls.isEmpty()
                && checkouts.isEmpty()
                && gate.isIdle();
    }

    private void arrive() {
        int first = arrived;
        while (arrived < arrivals.length && arrivals[arrived] <= tick) {
            arrived++;
        }
        if (arrived == first) {
            return;
        }
        series.joined(arrived - first);
        int entering = line.join(arrived - first);
        for (int buyer = first; buyer < arrived; buyer++) {
            visits.joined(buyer, tick);
            if (buyer < first + entering) {
                enter(buyer);
            } else if (setting.crowd().attention() == SaleSetting.Attention.POLLS) {
                askAgain(buyer);
            }
        }
    }

    private void poll(int buyer) {
        series.polled();
        if (visits.isCalled(buyer)) {
            enter(buyer);
        } else if (tick - visits.joinedTick(buyer) < persons.patienceTicks(buyer)) {
            line.hear(buyer + 1);
            askAgain(buyer);
        } else {
            visits.left(buyer);
        }
    }

    private void askAgain(int buyer) {
        var wait = waits.estimate(line.ahead(buyer + 1));
        wait.ifPresent(range -> visits.promise(buyer, tick, range));
        polls.add(tick + setting.rules().polls().nextPollSeconds(wait, tick * LUCK + buyer) * Ticks.A_SECOND, buyer);
    }

    private void enter(int buyer) {
        admitted++;
        active++;
        visits.entered(buyer, tick);
        int checkout = persons.checkoutTicks(buyer);
        if (persons.orders(buyer, tick)) {
            checkouts.add(tick + checkout, buyer);
        } else {
            int idle = (int) (Ticks.of(setting.rules().terms().sessionIdle()) * IDLE_TURNS);
            int hardEnd = Ticks.of(setting.rules().terms().sessionMax());
            departures.add(tick + Math.min(checkout + idle, hardEnd), buyer);
        }
    }

    private void forward(int buyer) {
        sentTick[buyer] = tick;
        answers.add(tick + virtualShop.ticks(tick), buyer);
    }

    private void answered(int buyer) {
        switch (virtualShop.outcome(tick - sentTick[buyer], tick)) {
            case CREATED -> {
                active--;
                visits.ordered(buyer, tick);
                gate.settle(tick);
            }
            case FAILED -> {
                gate.giveBack();
                checkouts.add(tick + RETRY_TICKS, buyer);
            }
            // The shop goes on with it: who asks again would order twice.
            case UNKNOWN -> {
                active--;
                gate.settle(tick);
            }
        }
    }

    private void sync() {
        line.growOlder(tick);
        line.pause(setting.shop().paused().atTick(tick) > 0);
        totals = new Totals(line.called(), admitted, gate.created(), 0, active);
        shop = gate.state(tick);
        waiting = line.waiting();
        joined = line.tail();
        boolean up = setting.shop().health().atTick(tick) > 0;
        health.observe(new ShopHealth.Second(
                ShopHealth.Answers.NONE,
                virtualShop.take(),
                up ? Optional.of(ROOM.shop()) : Optional.empty(),
                (double) shop.ordersLastMinute() / setting.rules().budget().ordersPerMinute(),
                controller.checkoutSeconds()));
        series.second(new Series.Second(
                waiting,
                line.called(),
                gate.created(),
                gate.held(),
                active,
                controller.orderShare(),
                controller.checkoutSeconds(),
                health.factor()));
    }

    private void slice() {
        boolean paused = setting.shop().paused().atTick(tick) > 0;
        RoomLoad load = new RoomLoad(ROOM, setting.rules().roomOrdersPerMinute(), totals, waiting, paused);
        double factor = Math.min(setting.shop().health().atTick(tick), health.factor());
        CallPlan plan = controller
                .plan(new PacingInput(tick * NANOS_A_TICK, setting.rules().budget(), shop, factor, List.of(load)))
                .getOrDefault(ROOM, new CallPlan(0, 0, 0, SLICE_MILLIS));
        waits.observe(new WaitEstimator.Observation(
                tick * NANOS_A_TICK, totals.called(), waiting, joined, controller.release(ROOM)));
        line.callNext(plan, this::called);
    }

    private void called(int number) {
        int buyer = number - 1;
        visits.called(buyer, tick);
        if (setting.crowd().attention() == SaleSetting.Attention.ALWAYS) {
            enter(buyer);
        }
    }
}
