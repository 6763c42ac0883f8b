package io.foyer.loadtest.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.loadtest.crowd.Arrivals;
import io.foyer.loadtest.crowd.Crowd;
import io.foyer.loadtest.crowd.CrowdPlan;
import io.foyer.loadtest.crowd.Guest;
import io.foyer.loadtest.process.RoomRules;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A crowd stands ahead and the shop takes next to nothing, so nobody here is called; each test looks after one buyer behind it. */
final class PlaceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int AHEAD = 30;

    private static Deployment deployment;
    private static Crowd crowd;

    private Guest buyer;
    private long place;

    @BeforeAll
    static void open() {
        deployment = Deployment.start(RoomRules.withBudget(1).activeBuyers(1), 2);
        crowd = Crowd.open(CrowdPlan.against(deployment.urls()).buying(Duration.ZERO, 0, 1));
        crowd.send(AHEAD, Arrivals.burst());
        await().atMost(PATIENCE).until(() -> crowd.counts().waiting() >= AHEAD - 5);
    }

    @AfterAll
    static void close() {
        crowd.close();
        deployment.close();
    }

    @BeforeEach
    void standInLine() throws Exception {
        buyer = Guest.newcomer(url(0));
        assertThat(buyer.askForPage()).isEqualTo(503);
        assertThat(buyer.hasTicket()).isTrue();
        place = numberOf(buyer);
    }

    @Test
    void reload_sameGatewayAndOther_keepsThePlace() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(buyer.askForPage()).isEqualTo(503);
            assertThat(buyer.at(url(1)).askForPage()).isEqualTo(503);
        }
        assertThat(numberOf(buyer)).isEqualTo(place);
        assertThat(numberOf(buyer.at(url(1)))).isEqualTo(place);
    }

    @Test
    void secondTab_pollingAlongside_isTheSamePlace() throws Exception {
        Guest secondTab = buyer.at(url(1));
        assertThat(secondTab.askForPage()).isEqualTo(503);
        assertThat(numberOf(secondTab)).isEqualTo(place);
        assertThat(numberOf(buyer)).isEqualTo(place);
    }

    @Test
    void closedTab_openedAgainAfterOthersCame_keepsThePlaceAheadOfThem() throws Exception {
        Guest later = Guest.newcomer(url(1));
        later.askForPage();
        long laterPlace = numberOf(later);

        assertThat(laterPlace).isGreaterThan(place);
        assertThat(buyer.askForPage()).isEqualTo(503);
        assertThat(numberOf(buyer)).isEqualTo(place);
    }

    @Test
    void gatewayKilled_theOtherKnowsThePlace_andSoDoesTheNextLifeOfTheFirst() throws Exception {
        deployment.gateway(0).kill();
        assertThat(numberOf(buyer.at(url(1)))).isEqualTo(place);

        deployment.restart(0);
        assertThat(numberOf(buyer)).isEqualTo(place);
    }

    @Test
    void gatewayStopped_itsBuyersGoOnAtTheOther_andWhenItGoesOnNobodyHasOvertaken() throws Exception {
        Guest elsewhere = buyer.at(url(1));
        Guest later = Guest.newcomer(url(1));
        signal("STOP");
        try {
            // Longer than a gateway counts as there.
            await().during(Duration.ofSeconds(6)).atMost(PATIENCE).until(() -> numberOf(elsewhere) == place);
            later.askForPage();
            assertThat(numberOf(later)).isGreaterThan(place);
        } finally {
            signal("CONT");
        }
        assertThat(numberOf(buyer)).isEqualTo(place);
        Guest last = Guest.newcomer(url(0));
        last.askForPage();
        assertThat(numberOf(last)).as("behind all others").isGreaterThan(numberOf(later));
    }

    @Test
    void allGatewaysRestarted_thePlaceIsKept_andNewcomersComeBehind() throws Exception {
        deployment.gateway(0).close();
        deployment.gateway(1).close();
        deployment.restart(0);
        deployment.restart(1);

        assertThat(numberOf(buyer)).isEqualTo(place);
        assertThat(numberOf(buyer.at(url(1)))).isEqualTo(place);
        Guest later = Guest.newcomer(url(1));
        later.askForPage();
        assertThat(numberOf(later)).isGreaterThan(place);
    }

    private static void signal(String name) throws Exception {
        String pid = Long.toString(deployment.gateway(0).process().pid());
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }

    private static String url(int gateway) {
        return deployment.gateway(gateway).url();
    }

    /** A gateway that just started may not have a number for everybody in its first answer; it must have one soon. */
    private static long numberOf(Guest guest) {
        return await().atMost(PATIENCE)
                .until(guest::number, Optional::isPresent)
                .orElseThrow();
    }
}
