package io.foyer.admission.pacing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.CallPlan.Headroom;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot.ShopState;
import io.foyer.admission.line.RoomSnapshot.Totals;
import io.foyer.admission.pacing.PacingInput.RoomLoad;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PacingControllerTest {
    private static final RoomId MAIN = new RoomId("arena", "main");
    private static final RoomId FINAL = new RoomId("arena", "final");
    private static final ShopBudget BUDGET = new ShopBudget(60, 20, 500, 600);
    private static final ShopState QUIET = new ShopState(0, 0, 0, 1);
    private static final Totals NOBODY = new Totals(0, 0, 0, 0, 0);
    /** Of a budget of 60 a minute, with nothing learned: {@link Aim}. */
    private static final double AIM = 0.987;

    private static final long SECOND = 1_000_000_000L;

    private final PacingController controller = new PacingController(250);

    @Test
    void plan_withNothingKnown_callsAsIfEveryoneOrders() {
        CallPlan plan = planOf(room(MAIN, NOBODY, 100));
        assertThat(plan.callsPerSecond()).isEqualTo(1, within(0.1));
        assertThat(plan.burst()).as("newcomers enter at once when nobody waits").isEqualTo(20);
        assertThat(plan.headroom()).isEqualTo(new Headroom(500, 0));
        assertThat(plan.sliceMillis()).isEqualTo(250);
    }

    @Test
    void plan_inARunningSale_beginsWithTheShareOfTheEra() {
        CallPlan plan = planOf(room(MAIN, new Totals(10_000, 9_000, 2_000, 0, 50), 100));
        assertThat(plan.callsPerSecond()).isEqualTo(5, within(0.5));
        assertThat(plan.burst()).isEqualTo(100, within(1.0));
    }

    @Test
    void plan_withOrdersHeld_holdsBack() {
        RoomLoad room = room(MAIN, new Totals(1_000, 1_000, 992, 0, 8), 100);
        assertThat(planOf(new ShopState(60, 20, 8, 1), 1, room).callsPerSecond())
                .as("the aim less 8 too many in 10 s and half of an unknown lag of 60 s")
                .isEqualTo(AIM - 8 / 40.0, within(0.01));
        RoomLoad more = room(MAIN, new Totals(1_000, 1_000, 900, 0, 100), 100);
        assertThat(planOf(new ShopState(60, 20, 100, 1), 1, more)).isEqualTo(new CallPlan(0, 0, Headroom.NONE, 250));
    }

    @Test
    void plan_withAnUnhealthyUpstream_slowsDownAndStops() {
        RoomLoad room = room(MAIN, NOBODY, 100);
        double full = planOf(QUIET, 1, room).callsPerSecond();
        assertThat(planOf(QUIET, 0.5, room).callsPerSecond()).isEqualTo(full / 2);
        assertThat(planOf(QUIET, 0, room)).isEqualTo(new CallPlan(0, 0, Headroom.NONE, 250));
    }

    @Test
    void plan_ofAPausedRoom_isNothingAndLeavesAllToTheOthers() {
        RoomLoad paused = new RoomLoad(FINAL, 60, NOBODY, 100, true);
        Map<RoomId, CallPlan> plans = plansOf(room(MAIN, NOBODY, 100), paused);
        assertThat(plans.get(FINAL)).isEqualTo(new CallPlan(0, 0, Headroom.NONE, 250));
        assertThat(plans.get(MAIN).callsPerSecond()).isEqualTo(1, within(0.1));
    }

    @Test
    void plan_ofTwoBusyRooms_isShared() {
        Map<RoomId, CallPlan> plans = plansOf(room(MAIN, NOBODY, 5), room(FINAL, NOBODY, 5_000));
        assertThat(plans.get(MAIN).callsPerSecond()).isEqualTo(plans.get(FINAL).callsPerSecond());
        assertThat(plans.get(MAIN).headroom().calls()).isEqualTo(250);
    }

    @Test
    void plan_ofWeightedRooms_isSharedInProportion_andAnIdleOnesShareGoesToTheOthers() {
        RoomLoad heavy = new RoomLoad(FINAL, 60, NOBODY, 5_000, false, 3);
        Map<RoomId, CallPlan> plans = plansOf(room(MAIN, NOBODY, 5_000), heavy);
        assertThat(plans.get(FINAL).callsPerSecond())
                .isEqualTo(3 * plans.get(MAIN).callsPerSecond(), within(0.001));
        assertThat(plans.get(FINAL).callsPerSecond() + plans.get(MAIN).callsPerSecond())
                .isEqualTo(AIM, within(0.01));

        RoomLoad idle = new RoomLoad(FINAL, 60, NOBODY, 0, false, 3);
        assertThat(plansOf(room(MAIN, NOBODY, 5_000), idle).get(MAIN).callsPerSecond())
                .isGreaterThan(0.8 * AIM);
    }

    @Test
    void plan_ofARoomWithItsOwnBudget_keepsToIt() {
        RoomLoad limited = new RoomLoad(FINAL, 12, NOBODY, 100, false);
        Map<RoomId, CallPlan> plans = plansOf(room(MAIN, NOBODY, 100), limited);
        assertThat(plans.get(FINAL).callsPerSecond()).isEqualTo(0.2, within(0.001));
        assertThat(plans.get(MAIN).callsPerSecond()).isEqualTo(AIM - 0.2, within(0.01));
        assertThat(plansOf(limited).get(FINAL).callsPerSecond())
                .as("alone as well")
                .isEqualTo(0.2, within(0.001));
    }

    @Test
    void plan_ofARoomWithItsOwnBudgetAndALane_keepsBothTogetherToIt() {
        RoomId members = new RoomId("arena", "members");
        RoomLoad limited = new RoomLoad(FINAL, 12, NOBODY, 100, false);
        RoomLoad lane = new RoomLoad(members, 60, NOBODY, 100, false, 3, FINAL);
        Map<RoomId, CallPlan> plans = plansOf(room(MAIN, NOBODY, 100), lane, limited);
        assertThat(plans.get(members).callsPerSecond()).isEqualTo(0.15, within(0.001));
        assertThat(plans.get(FINAL).callsPerSecond()).isEqualTo(0.05, within(0.001));
        assertThat(plans.get(MAIN).callsPerSecond()).isEqualTo(AIM - 0.2, within(0.01));

        RoomLoad idle = new RoomLoad(members, 60, NOBODY, 0, false, 3, FINAL);
        plans = plansOf(limited, idle);
        assertThat(plans.get(FINAL).callsPerSecond()).isBetween(0.1, 0.2);
        assertThat(plans.get(FINAL).callsPerSecond() + plans.get(members).callsPerSecond())
                .as("alone as well")
                .isEqualTo(0.2, within(0.001));

        RoomLoad closed = new RoomLoad(FINAL, 12, NOBODY, 100, true);
        assertThat(plansOf(closed, lane).get(members).callsPerSecond())
                .as("the room's limit is the lane's while the room is closed")
                .isEqualTo(0.2, within(0.001));
    }

    @Test
    void plan_ofAnIdleRoomBesideABusyOne_leavesItMost() {
        Map<RoomId, CallPlan> plans = plansOf(room(MAIN, NOBODY, 100), room(FINAL, NOBODY, 0));
        assertThat(plans.get(FINAL).callsPerSecond()).isPositive();
        assertThat(plans.get(FINAL).burst()).as("one may enter at once").isGreaterThanOrEqualTo(1);
        assertThat(plans.get(MAIN).callsPerSecond())
                .isGreaterThan(10 * plans.get(FINAL).callsPerSecond());
    }

    @Test
    void plan_withAllActivePlacesTaken_callsNobody() {
        assertThat(planOf(room(MAIN, new Totals(900, 900, 400, 0, 500), 100)).headroom())
                .isEqualTo(new Headroom(0, 900));
        assertThat(planOf(room(MAIN, new Totals(900, 900, 400, 0, 499), 100)).headroom())
                .isEqualTo(new Headroom(1, 900));
    }

    @Test
    void plan_withCalledWhoAreOnTheWay_keepsTheirPlaces() {
        planAt(0, room(MAIN, new Totals(0, 0, 0, 0, 497), 100));
        CallPlan before = planAt(1, room(MAIN, new Totals(0, 0, 0, 0, 497), 100));
        CallPlan after = planAt(2, room(MAIN, new Totals(3, 0, 0, 0, 497), 100));
        assertThat(before.headroom()).isEqualTo(new Headroom(3, 0));
        assertThat(after.callsPerSecond())
                .as("it is not the rate that holds back")
                .isPositive();
        assertThat(after.headroom()).isEqualTo(new Headroom(0, 3));
        assertThat(planAt(30, room(MAIN, new Totals(3, 0, 0, 0, 497), 100)).headroom())
                .as("who did not come in time is not waited for")
                .isEqualTo(new Headroom(3, 3));
    }

    @Test
    void plan_whenARoomAppears_doesNotTakeItsPastForCallsOfNow() {
        Totals past = new Totals(50_000, 50_000, 25_000, 0, 10);
        planAt(0, room(MAIN, past, 100));
        double before = planAt(1, room(MAIN, past, 100)).callsPerSecond();
        PacingInput both =
                new PacingInput(2 * SECOND, BUDGET, QUIET, 1, List.of(room(MAIN, past, 100), room(FINAL, past, 100)));
        assertThat(controller.plan(both).get(MAIN).callsPerSecond()).isEqualTo(before / 2, within(0.1));
    }

    @Test
    void input_withHealthOutOfRange_says() {
        assertThatThrownBy(() -> new PacingInput(0, BUDGET, QUIET, 1.5, List.of()))
                .hasMessage("health: 1.5 (expected: 0 to 1)");
    }

    private CallPlan planOf(RoomLoad room) {
        return planOf(QUIET, 1, room);
    }

    private static CallPlan planOf(ShopState shop, double health, RoomLoad room) {
        return new PacingController(250)
                .plan(new PacingInput(0, BUDGET, shop, health, List.of(room)))
                .get(room.room());
    }

    private CallPlan planAt(long second, RoomLoad room) {
        return controller
                .plan(new PacingInput(second * SECOND, BUDGET, QUIET, 1, List.of(room)))
                .get(room.room());
    }

    private static Map<RoomId, CallPlan> plansOf(RoomLoad... rooms) {
        return new PacingController(250).plan(new PacingInput(0, BUDGET, QUIET, 1, List.of(rooms)));
    }

    private static RoomLoad room(RoomId id, Totals totals, long waiting) {
        return new RoomLoad(id, 60, totals, waiting, false);
    }
}
