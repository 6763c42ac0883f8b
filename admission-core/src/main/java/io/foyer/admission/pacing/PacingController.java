package io.foyer.admission.pacing;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Decides how fast to call, from what came of earlier calls. With budget {@code B} (orders per second), share {@code s} of
 * calls that end in an order after lag {@code L} ({@link Conversion}), {@code H} orders held at the gate and {@code H* = B x
 * 1 s} that may be, for a queue that is always empty wastes budget:
 *
 * <pre>
 * excess = max(0, s x calls within L - B x L)          orders to come beyond what the budget will take meanwhile
 * rate   = max(0, B + (H* - H - excess) / T) / s       T = 15 s
 * burst  = orders-per-5s / s                           so that newcomers enter at once while nobody waits
 * headroom = active-buyers - active - called lately and not admitted yet
 * </pre>
 *
 * <p>Counting the excess on its way (a Smith predictor) is what keeps the loop stable although a call shows at the gate only
 * after the whole checkout. Upstream health multiplies the rate. Rooms share rate, burst and headroom equally, a room that
 * needs less leaves the rest to the others, and none exceeds its own budget.
 *
 * <p>Not thread-safe; one per shop and gateway. Every gateway computes its own plan, the store applies one per slice.
 */
public final class PacingController {
    private static final double CORRECTION_SECONDS = 15;
    private static final double HELD_SECONDS = 1;
    private static final int ON_THE_WAY_SECONDS = 10;
    private static final double IDLE_SHARE = 0.1;
    private static final double MILLIS_PER_SECOND = 1_000;

    private final long sliceMillis;
    private final CallHistory history = new CallHistory();
    private final Conversion conversion = new Conversion();
    private final Map<RoomId, CallHistory> roomHistories = new HashMap<>();
    private long lastSecond;
    private Set<RoomId> known = Set.of();

    /** @param sliceMillis the interval between plans, and the shortest between calls */
    public PacingController(long sliceMillis) {
        this.sliceMillis = sliceMillis;
    }

    /** The plan of every room for the next slice. */
    public Map<RoomId, CallPlan> plan(PacingInput input) {
        observe(input);
        double callsPerSecond = callsPerSecond(input);
        List<RoomLoad> rooms = input.rooms();
        double[] rates = rates(input, callsPerSecond);
        double burst = input.budget().ordersPer5s() / conversion.share() * input.health();
        long headroom = headroom(input);
        Map<RoomId, CallPlan> plans = new HashMap<>();
        for (int i = 0; i < rates.length; i++) {
            double part = callsPerSecond > 0 ? rates[i] / callsPerSecond : 0;
            plans.put(rooms.get(i).room(), planOf(rooms.get(i), rates[i], burst * part, headroom * part));
        }
        return plans;
    }

    /** Orders per call as learned so far. */
    public double orderShare() {
        return conversion.share();
    }

    /** Seconds from the call to the order as learned so far. */
    public long checkoutSeconds() {
        return conversion.lagSeconds();
    }

    private void observe(PacingInput input) {
        long second = TimeUnit.NANOSECONDS.toSeconds(input.nowNanos());
        double calls = 0;
        double orders = input.shop().held();
        for (RoomLoad room : input.rooms()) {
            calls += room.totals().called();
            orders += room.totals().ordered();
            historyOf(room).record(second, room.totals().called(), room.totals().ordered());
        }
        boolean anew = beginAnewWithOtherRooms(input.rooms());
        if (anew) {
            conversion.begin(calls, orders);
        }
        history.record(second, calls, orders);
        if (anew || second != lastSecond) {
            conversion.learn(history);
        }
        lastSecond = second;
    }

    /** The sums of other rooms are another history: its first counts would look like calls of this second. */
    private boolean beginAnewWithOtherRooms(List<RoomLoad> rooms) {
        Set<RoomId> now = rooms.stream().map(RoomLoad::room).collect(Collectors.toSet());
        if (now.equals(known)) {
            return false;
        }
        known = now;
        roomHistories.keySet().retainAll(now);
        history.clear();
        return true;
    }

    private CallHistory historyOf(RoomLoad room) {
        return roomHistories.computeIfAbsent(room.room(), id -> new CallHistory());
    }

    private double callsPerSecond(PacingInput input) {
        double budget = input.budget().ordersPerMinute() / 60.0;
        int lag = conversion.lagSeconds();
        double excess =
                Math.max(0, conversion.share() * history.callsWithin(lag) - budget * Math.min(lag, history.age()));
        double correction = (budget * HELD_SECONDS - input.shop().held() - excess) / CORRECTION_SECONDS;
        return Math.max(0, budget + correction) / conversion.share() * input.health();
    }

    /** A room where nobody waits asks for twice what it used lately; what nobody asks for is shared out as well. */
    private double[] rates(PacingInput input, double total) {
        List<RoomLoad> rooms = input.rooms();
        double[] asked = new double[rooms.size()];
        double[] limits = new double[rooms.size()];
        for (int i = 0; i < asked.length; i++) {
            RoomLoad room = rooms.get(i);
            limits[i] = limit(room, input.budget().ordersPerMinute());
            double lately = historyOf(room).callsWithin(ON_THE_WAY_SECONDS) / ON_THE_WAY_SECONDS;
            double idle = Math.max(2 * lately, IDLE_SHARE * total / asked.length);
            asked[i] = Math.min(limits[i], room.isBusy() ? total : idle);
        }
        double[] rates = Shares.of(total, asked);
        double left = total;
        for (int i = 0; i < asked.length; i++) {
            left -= rates[i];
            limits[i] -= rates[i];
        }
        double[] more = Shares.of(Math.max(0, left), limits);
        for (int i = 0; i < asked.length; i++) {
            rates[i] += more[i];
        }
        return rates;
    }

    private double limit(RoomLoad room, int shopOrdersPerMinute) {
        if (room.paused()) {
            return 0;
        }
        return room.ordersPerMinute() < shopOrdersPerMinute
                ? room.ordersPerMinute() / 60.0 / conversion.share()
                : Double.MAX_VALUE;
    }

    private long headroom(PacingInput input) {
        long headroom = input.budget().activeBuyers();
        for (RoomLoad room : input.rooms()) {
            long notAdmitted =
                    Math.max(0, room.totals().called() - room.totals().admitted());
            double lately = historyOf(room).callsWithin(ON_THE_WAY_SECONDS);
            headroom -= room.totals().active() + Math.min(notAdmitted, (long) lately);
        }
        return Math.max(0, headroom);
    }

    /**
     * Counts come from the store once a second, and a slice does not know what the slices since then have called: so each is
     * given its part of the headroom.
     */
    private CallPlan planOf(RoomLoad room, double rate, double burst, double headroom) {
        if (room.paused() || rate <= 0) {
            return new CallPlan(0, 0, 0, sliceMillis);
        }
        double slicePart = Math.min(1, sliceMillis / MILLIS_PER_SECOND);
        return new CallPlan(rate, Math.max(1, burst), (long) Math.ceil(headroom * slicePart), sliceMillis);
    }
}
