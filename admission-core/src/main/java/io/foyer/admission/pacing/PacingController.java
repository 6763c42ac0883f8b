package io.foyer.admission.pacing;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.CallPlan.Headroom;
import io.foyer.admission.line.CheckoutTimes;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.Release.Freed;
import io.foyer.admission.pacing.Release.Places;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides how fast to call, from what came of earlier calls. With budget {@code B} (orders per second), {@code aim} the part of
 * it to aim at ({@link Aim}), share {@code s} of calls that end in an order ({@link ShareTracker}), {@code c(t)} calls t seconds
 * ago, of whose orders the part {@code r(t)} is still to come ({@link Conversion}), {@code L = sum r(t)} the mean lag, {@code H}
 * orders held at the gate and {@code F} places free in the minute's window:
 *
 * <pre>
 * surplus = sum over t of (s x c(t) - aim x B) x r(t)        orders on their way beyond what the aim has there
 * rate    = (aim x B + correction) / s
 * correction = (F x (1 - r(60 s)) - H - surplus) / (10 s + L / 2)    between -B and B / 10 (B / root of N where that is more,
 *                                                                     N orders a minute; B / 2 where L < 15 s)
 * burst   = orders-per-5s / s                                so that newcomers enter at once while nobody waits
 * headroom = active-buyers - active - called lately and not admitted yet
 * </pre>
 *
 * <p>Counting what is on its way (a Smith predictor, or a base-stock policy) is what keeps the loop stable although a call
 * shows at the gate only after the whole checkout; and the slower the checkout, the gentler the correction: chance brings
 * a queue, and by the time an answer to it arrives, it is gone. That fewer order than was thought is believed only as fast
 * as it could show, by a factor {@code e} in {@code L / 2}: slow buyers look like leavers at first. Free places are worth filling
 * only when those called can order before the places are free anyhow; and what the window shows says something of the aim only once
 * orders are due as fast as it asks for them. Health of the upstream ({@link ShopHealth}) multiplies
 * {@code B}, and the places likewise. Rooms share rate, burst and headroom by weight, a room that needs less leaves the rest to
 * the others, and none exceeds its own budget, its lanes included ({@link RoomRates}).
 *
 * <p>Not thread-safe; one per shop and gateway. Every gateway computes its own plan, the store applies one per slice.
 */
public final class PacingController {
    private static final double MINUTE_SECONDS = 60;
    private static final double CORRECTION_SECONDS = 10;
    private static final double CORRECTION_PER_LAG = 0.5;
    private static final double DOUBT_PER_LAG = 0.5;
    private static final double LAG_SECONDS_MIN = 5;
    private static final double USUAL_SHARE = 0.35;
    private static final double USUAL_LAG_SECONDS = 60;
    private static final double LEARNED_AFTER_LAGS = 4;
    private static final double FULL_SECONDS = 5;

    private static final double KNOWN_AFTER_LAGS = 5;
    private static final double UP_AT_MOST = 0.1;
    private static final double UP_AT_MOST_SOON = 0.5;
    private static final double SOON_SECONDS = 15;
    /** So long free places say nothing: they are those that no call could fill yet. */
    private static final int YOUNG_SECONDS = 120;
    /** What a process slept through for longer is not made up for. */
    private static final int MISSED_SECONDS_MAX = 30;

    private static final int SUFFERING_UNSEEN_SECONDS = 120;
    private static final double MEMORY_ORDERS = 300;
    private static final double MEMORY_SECONDS_MIN = 300;
    private static final double MEMORY_SECONDS_MAX = 1_500;
    private static final int ON_THE_WAY_SECONDS = 10;
    private static final double REACHED_SECONDS = 60;
    private static final double REACHED = 0.95;

    private final long sliceMillis;
    private final CallHistory history = new CallHistory();
    private final Conversion conversion = new Conversion();
    private final ShareTracker tracker = new ShareTracker();
    private final Aim aim = new Aim();
    private final double[] toCome = new double[Conversion.LAG_SECONDS_MAX];
    private final Map<RoomId, Release> releases = new HashMap<>();
    private final Map<RoomId, CallHistory> roomHistories = new HashMap<>();
    private long changedSecond = Long.MIN_VALUE / 2;
    private double shareBeforeChange;
    private boolean wasWell = true;
    private long lastSecond;
    private double share = 1;
    private double lastAim = 1;
    private Set<RoomId> known = Set.of();
    private double due;
    private long freedSecond;
    private @Nullable Freed freed;

    /** @param sliceMillis the interval between plans, and the shortest between calls */
    public PacingController(long sliceMillis) {
        this.sliceMillis = sliceMillis;
    }

    /** The plan of every room for the next slice. */
    public Map<RoomId, CallPlan> plan(PacingInput input) {
        observe(input);
        double callsPerSecond = callsPerSecond(input);
        List<RoomLoad> rooms = input.rooms();
        double[] rates = new RoomRates(input, share)
                .of(callsPerSecond, room -> historyOf(room).callsWithin(ON_THE_WAY_SECONDS) / ON_THE_WAY_SECONDS);
        double burst = input.budget().ordersPer5s() / share * input.health();
        long headroom = headroom(input);
        Map<RoomId, CallPlan> plans = new HashMap<>();
        releases.clear();
        for (int i = 0; i < rates.length; i++) {
            double part = callsPerSecond > 0 ? Math.min(1, rates[i] / callsPerSecond) : 0;
            releases.put(rooms.get(i).room(), release(input, rates[i], part));
            plans.put(rooms.get(i).room(), planOf(rooms.get(i), rates[i], burst * part, headroom * part));
        }
        return plans;
    }

    /** Orders per call as learned so far. */
    public double orderShare() {
        return share;
    }

    /** The part of the budget that is aimed at just now. */
    public double aim() {
        return lastAim;
    }

    /** Seconds from the call to the order as learned so far. */
    public long checkoutSeconds() {
        return conversion.lagSeconds();
    }

    /** Orders that those called so far are expected to make yet. */
    public double ordersExpected() {
        double expected = 0;
        for (int ago = 0; ago < Math.min(history.age(), toCome.length); ago++) {
            expected += share * (history.calls(ago) - history.calls(ago + 1)) * toCome[ago];
        }
        return expected;
    }

    /** How fast the room is expected to be let in, by the last plan. */
    public Release release(RoomId room) {
        return releases.getOrDefault(room, Release.NONE);
    }

    /**
     * Without the corrections of the moment. In the long run the share goes from what is believed now to what is believed then:
     * before anything is known, a third of those called order, more or less.
     */
    private Release release(PacingInput input, double rate, double part) {
        double aimed = lastAim * input.budget().ordersPerMinute() / MINUTE_SECONDS * part * input.health();
        if (rate <= 0) {
            return Release.NONE;
        }
        double doubt = doubt();
        double usual = Math.pow(share, 1 - doubt) * Math.pow(Math.min(share, USUAL_SHARE), doubt);
        double settledShare = Math.min(share, Math.max(usual, conversion.seenShare()));
        // The first orders to come are those of the quickest.
        double lag = Math.max(LAG_SECONDS_MIN, Math.max(conversion.lagSeconds(), USUAL_LAG_SECONDS * doubt));
        double now = aimed / share;
        Freed freed = freed(input, settledShare, aimed / settledShare / part);
        Places places = new Places(headroom(input) * part, freed, part);
        return new Release(
                places.free() < FULL_SECONDS * now ? Math.min(now, places.nowPerSecond()) : now,
                aimed / settledShare,
                Math.max(0, LEARNED_AFTER_LAGS * lag - history.age()),
                doubt,
                places);
    }

    /** As many may come in as leave, where active buyers are at their limit; looked at once a second. */
    private Freed freed(PacingInput input, double ofShare, double callsPerSecond) {
        if (freedSecond != history.second() || freed == null) {
            freedSecond = history.second();
            double free = headroom(input);
            Departures.Stay stay = new Departures.Stay(ofShare, input.budget().idleSeconds());
            double active = Math.max(0, input.budget().activeBuyers() - free);
            freed = Departures.expect(history, toCome, stay, new Departures.Inside(active, free, callsPerSecond))
                    .freed(input.budget().activeBuyers());
        }
        return freed;
    }

    private double doubt() {
        double lag = Math.max(LAG_SECONDS_MIN, lagSeconds());
        double byTime = Math.min(1, Math.max(0, history.age() - lag) / (KNOWN_AFTER_LAGS * lag));
        return 1 - tracker.known() * byTime;
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
            conversion.begin(calls, orders, checkouts(input));
            tracker.begin(conversion.share());
            share = conversion.share();
            conversion.toCome(toCome);
        }
        history.record(second, calls, orders);
        if (anew || second != lastSecond) {
            learn(input, anew ? 1 : (int) Math.min(MISSED_SECONDS_MAX, Math.max(1, second - lastSecond)));
        }
        lastSecond = second;
    }

    private static CheckoutTimes checkouts(PacingInput input) {
        return input.rooms().stream()
                .map(room -> room.totals().checkouts())
                .reduce(CheckoutTimes.NONE, CheckoutTimes::plus);
    }

    /** @param seconds that are over since this was done last; the one that has just begun tells nothing yet */
    private void learn(PacingInput input, int seconds) {
        CheckoutTimes checkouts = checkouts(input);
        double budget = input.budget().ordersPerMinute() / MINUTE_SECONDS;
        // Orders that a suffering shop keeps waiting or loses say nothing about who wants to order.
        if (input.health() == 1) {
            learnShare(budget, checkouts, seconds);
        } else {
            conversion.ignore(checkouts);
            if (wasWell) {
                unlearnChange();
            }
        }
        wasWell = input.health() == 1;
        double slowest = Math.exp(-1 / (DOUBT_PER_LAG * Math.max(LAG_SECONDS_MIN, lagSeconds())));
        share = Math.max(tracker.share(), share * slowest);
        boolean budgetLimits = input.health() == 1 && headroom(input) > 0;
        boolean waiting = input.rooms().stream().anyMatch(room -> room.isBusy() && !room.paused());
        // Until orders come as fast as calls bring them it is not the aim that leaves places free.
        due += (share * callsDue(1) - due) * Math.min(1, seconds / REACHED_SECONDS);
        boolean isReached = due >= REACHED * budget * Math.min(1, lastAim);
        if (history.age() > YOUNG_SECONDS && budgetLimits && waiting && isReached) {
            aim.learn(input.budget().ordersPerMinute(), input.shop().held());
        }
        lastAim = aim.part(input.budget().ordersPerMinute());
    }

    /** It suffered for a while before that was seen: orders that were missing then were no sign that fewer want to order. */
    private void unlearnChange() {
        if (history.second() - changedSecond <= SUFFERING_UNSEEN_SECONDS && shareBeforeChange > share) {
            share = shareBeforeChange;
            tracker.begin(share);
            conversion.change(share / conversion.share());
        }
    }

    private void learnShare(double budget, CheckoutTimes checkouts, int seconds) {
        double memory = Math.min(Math.max(MEMORY_ORDERS / budget, MEMORY_SECONDS_MIN), MEMORY_SECONDS_MAX);
        conversion.learn(history, checkouts, seconds, memory);
        conversion.toCome(toCome);
        // What was due by lags that are found to be wrong is no measure.
        if (history.age() <= MINUTE_SECONDS || conversion.isSecondHumpRising()) {
            tracker.begin(conversion.share());
            return;
        }
        for (int ago = seconds; ago >= 1; ago--) {
            double ordered = Math.max(0, history.orders(ago) - history.orders(ago + 1));
            if (tracker.learn(budget, ordered, callsDue(ago), conversion.share())) {
                changedSecond = history.second();
                shareBeforeChange = share;
                conversion.change(tracker.share() / conversion.share());
            }
        }
    }

    private double lagSeconds() {
        return Arrays.stream(toCome).sum();
    }

    /** Calls whose order, if they bring one, was to come in the second that many seconds ago. */
    private double callsDue(int secondsAgo) {
        double due = 0;
        for (int age = 0; age < Math.min(history.age() - secondsAgo, toCome.length - 1) - 1; age++) {
            int ago = secondsAgo + age;
            due += (history.calls(ago) - history.calls(ago + 1)) * (toCome[age] - toCome[age + 1]);
        }
        return due;
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
        if (input.health() == 0) {
            return 0;
        }
        double perMinute = input.budget().ordersPerMinute() * input.health();
        double budget = perMinute / MINUTE_SECONDS;
        double wanted = budget * lastAim;
        double surplus = 0;
        double lag = lagSeconds();
        for (int ago = 0; ago < Math.min(history.age(), toCome.length); ago++) {
            double calls = history.calls(ago) - history.calls(ago + 1);
            surplus += (share * calls - Math.min(budget, wanted)) * toCome[ago];
        }
        double places = perMinute - input.shop().ordersLastMinute();
        boolean knows = history.age() > YOUNG_SECONDS;
        double free = knows ? Math.max(0, places) * (1 - toCome[(int) MINUTE_SECONDS]) : 0;
        double correction = (free - input.shop().held() - surplus) / (CORRECTION_SECONDS + CORRECTION_PER_LAG * lag);
        double most = budget * upAtMost(input.budget().ordersPerMinute(), lag);
        return Math.max(0, wanted + Math.min(correction, most)) / share;
    }

    /** Chance alone leaves as many places free as the root of what the window holds. */
    private static double upAtMost(int ordersPerMinute, double lag) {
        double byChance = Math.max(UP_AT_MOST, 1 / Math.sqrt(ordersPerMinute));
        return lag < SOON_SECONDS ? UP_AT_MOST_SOON : Math.min(byChance, UP_AT_MOST_SOON);
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

    /** Rooms have their parts of the headroom rounded up: with one place left and two rooms, neither would ever have it. */
    private CallPlan planOf(RoomLoad room, double rate, double burst, double headroom) {
        if (room.paused() || rate <= 0) {
            return new CallPlan(0, 0, Headroom.NONE, sliceMillis);
        }
        Headroom free = new Headroom((long) Math.ceil(headroom), room.totals().called());
        return new CallPlan(rate, Math.max(1, burst), free, sliceMillis);
    }
}
