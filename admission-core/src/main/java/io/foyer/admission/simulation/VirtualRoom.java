package io.foyer.admission.simulation;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.CheckoutTimes;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot.Totals;
import io.foyer.admission.line.SalePlan.Phase;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.Release;
import io.foyer.admission.simulation.SaleSetting.Attention;
import io.foyer.admission.wait.WaitEstimator;

/** A room of a simulated sale: who comes to it, its line and its waits, and what became of each of its buyers. */
final class VirtualRoom {
    private static final long NANOS_A_TICK = Ticks.MILLIS * 1_000_000L;
    /** A pass without a sign of life is over after one to one and a half times the idle limit. */
    private static final double IDLE_TURNS = 1.25;
    /** A prime, so that no two polls share their luck by a pattern. */
    private static final long LUCK = 1_000_003;
    /** All gateways first tell who they heard from in the lobby. */
    private static final int DRAWING_TICKS = 3 * Ticks.A_SECOND;

    /** What a pass is followed by. */
    interface Shopping {
        void order(int buyer, int tick);

        void leave(int buyer, int tick);
    }

    private final SaleSetting.Rules rules;
    private final SaleSetting.Room room;
    private final RoomId id;
    private final int first;
    private final Shopping shopping;
    private final Persons persons;
    private final int[] arrivals;
    private final VirtualLine line;
    private final Visits visits;
    private final Agenda polls;
    private final WaitEstimator waits = new WaitEstimator();
    private final Series series = new Series();
    private final int lobbyTick;
    private final int startTick;
    private VirtualDraw draw = VirtualDraw.NONE;
    private int arrived;
    private int admitted;
    private int active;
    private int ordered;
    private final long[] checkouts = new long[CheckoutTimes.BINS];
    private Totals totals = new Totals(0, 0, 0, 0, 0);
    private int waiting;
    private int joined;
    private int tick;

    /** @param first the number of the room's first buyer, where those of all rooms are counted through */
    VirtualRoom(SaleSetting setting, int index, int first, Shopping shopping) {
        this.rules = setting.rules();
        this.room = setting.rooms().get(index);
        this.id = new RoomId("simulated", room.name());
        this.first = first;
        this.shopping = shopping;
        persons = new Persons(setting.seed() + 1_000_003L * index, room.crowd());
        arrivals = persons.arrivals();
        line = new VirtualLine(rules, room.crowd());
        lobbyTick = Ticks.ofMillis(room.plan().lobbyOpensMillis());
        startTick = Ticks.ofMillis(room.plan().startsMillis());
        visits = new Visits(arrivals.length, startTick);
        polls = new Agenda(Ticks.of(setting.lengthMax()));
    }

    RoomId id() {
        return id;
    }

    boolean has(int buyer) {
        return buyer >= first && buyer < first + arrivals.length;
    }

    boolean isOver() {
        boolean ended = phase() == Phase.ENDED;
        return ended || arrived == arrivals.length && line.waiting() == 0 && polls.isEmpty();
    }

    RoomResult result() {
        return new RoomResult(room, series, visits);
    }

    Series series() {
        return series;
    }

    /** Whoever has something to do at this tick does it. */
    void act(int now) {
        tick = now;
        if (room.plan().isDrawn() && tick == startTick && line.tail() > 0) {
            draw = VirtualDraw.of(room.name(), line.tail());
            line.rearrange(draw.places());
        }
        arrive();
        polls.run(tick, this::poll);
    }

    private Phase phase() {
        return room.plan().phaseAt((long) tick * Ticks.MILLIS);
    }

    private boolean calls() {
        return phase() == Phase.OPEN && (!room.plan().isDrawn() || tick >= startTick + DRAWING_TICKS);
    }

    private void arrive() {
        int from = arrived;
        while (arrived < arrivals.length && lobbyTick + arrivals[arrived] <= tick) {
            arrived++;
        }
        if (arrived == from || !phase().isJoinable()) {
            return;
        }
        series.joined(arrived - from);
        int entering = line.join(arrived - from);
        for (int buyer = from; buyer < arrived; buyer++) {
            visits.joined(buyer, tick);
            if (buyer < from + entering) {
                enter(buyer);
            } else if (room.crowd().attention() == Attention.POLLS) {
                askAgain(buyer);
            }
        }
    }

    private void poll(int buyer) {
        series.polled();
        if (visits.isCalled(buyer)) {
            enter(buyer);
        } else if (phase() == Phase.ENDED) {
            return;
        } else if (tick - Math.max(startTick, visits.joinedTick(buyer)) < persons.patienceTicks(buyer)) {
            line.hear(draw.place(buyer + 1));
            askAgain(buyer);
        } else {
            visits.left(buyer);
        }
    }

    private void askAgain(int buyer) {
        polls.add(tick + pollSeconds(buyer) * Ticks.A_SECOND, buyer);
    }

    private int pollSeconds(int buyer) {
        long luck = tick * LUCK + buyer;
        if (phase() != Phase.OPEN) {
            long millisLeft = (long) (startTick - tick) * Ticks.MILLIS;
            return rules.polls().nextPollSeconds(millisLeft, line.waiting(), luck);
        }
        var wait = waits.estimate(line.ahead(draw.place(buyer + 1)));
        wait.ifPresent(range -> visits.promise(buyer, tick, range));
        return rules.polls().nextPollSeconds(wait, luck);
    }

    private void enter(int buyer) {
        admitted++;
        active++;
        visits.entered(buyer, tick);
        int checkout = persons.checkoutTicks(buyer);
        if (persons.orders(buyer, tick)) {
            shopping.order(first + buyer, tick + checkout);
        } else {
            int idle = (int) (Ticks.of(rules.terms().sessionIdle()) * IDLE_TURNS);
            int hardEnd = Ticks.of(rules.terms().sessionMax());
            shopping.leave(first + buyer, tick + Math.min(checkout + idle, hardEnd));
        }
    }

    /** A pass is over. */
    void passEnded() {
        active--;
    }

    /** @param cameTick when the order came to the gate */
    void created(int buyer, int cameTick) {
        passEnded();
        ordered++;
        int enteredTick = visits.enteredTick(buyer - first);
        int bin = CheckoutTimes.binOf(cameTick / Ticks.A_SECOND - enteredTick / Ticks.A_SECOND);
        if (bin >= 0) {
            checkouts[bin]++;
        }
        visits.ordered(buyer - first, tick);
    }

    /** Takes the copy of the room that pacing and waits look at for the next second. */
    void sync(boolean paused) {
        line.growOlder(tick);
        line.pause(paused || !calls());
        totals = new Totals(line.called(), admitted, ordered, 0, active, CheckoutTimes.of(checkouts));
        waiting = line.waiting();
        joined = line.tail();
    }

    /** @param shop what is the shop's as a whole */
    void record(Series.Second shop) {
        boolean started = phase() == Phase.OPEN;
        series.second(new Series.Second(
                waiting,
                started ? waiting : 0,
                line.called(),
                ordered,
                shop.held(),
                active,
                shop.orderShare(),
                shop.checkoutSeconds(),
                shop.health()));
    }

    int active() {
        return active;
    }

    RoomLoad load(boolean paused) {
        return new RoomLoad(
                id,
                room.ordersPerMinute(),
                totals,
                waiting,
                paused || !calls(),
                room.weight(),
                new RoomId(id.shop(), room.within()));
    }

    void call(CallPlan plan, Release release) {
        waits.observe(new WaitEstimator.Observation(
                tick * NANOS_A_TICK, totals.called(), waiting, joined, calls() ? release : Release.NONE));
        line.callNext(plan, this::called);
    }

    private void called(int place) {
        int buyer = draw.number(place) - 1;
        visits.called(buyer, tick);
        if (room.crowd().attention() == Attention.ALWAYS) {
            enter(buyer);
        }
    }
}
