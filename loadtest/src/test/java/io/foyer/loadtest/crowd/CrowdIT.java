package io.foyer.loadtest.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.loadtest.process.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CrowdIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private FakeRoom room;

    @BeforeEach
    void open() throws IOException {
        room = new FakeRoom();
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void patientBuyers_called_enterAndOrder() throws InterruptedException {
        CrowdResult seen = runUntilCalled(CrowdPlan.against(List.of(room.url())), 30);

        assertThat(seen.visits()).hasSize(30).allSatisfy(visit -> {
            assertThat(visit.outcome()).isEqualTo(Outcome.ORDERED);
            assertThat(visit.number()).isBetween(1L, 30L);
            assertThat(visit.lastWaitingSentNanos()).isLessThan(visit.calledNanos());
            assertThat(visit.orderedNanos()).hasSize(1);
        });
        assertThat(room.orders).hasValue(30);
        assertThat(seen.errors()).isEmpty();
        assertThat(seen.latenciesMicros().get(RequestKind.ORDER).getTotalCount())
                .isEqualTo(30);
    }

    @Test
    void burst_beyondTheConnectionBound_isServedFromTheQueue() throws InterruptedException {
        CrowdResult seen = runUntilCalled(CrowdPlan.against(List.of(room.url())).bounds(2, 1_000), 200);

        assertThat(seen.visits()).hasSize(200).allMatch(visit -> visit.outcome() == Outcome.ORDERED);
        assertThat(seen.errors()).isEmpty();
    }

    @Test
    void buyerLetInAtOnce_asksForItsNumber() throws InterruptedException {
        room.serving.set(100);
        try (Crowd crowd = Crowd.open(CrowdPlan.against(List.of(room.url())))) {
            crowd.send(3, Arrivals.burst());
            crowd.awaitAllGone(PATIENCE);

            assertThat(crowd.finish().visits()).hasSize(3).allSatisfy(visit -> {
                assertThat(visit.number()).isNotNull();
                assertThat(visit.lastWaitingSentNanos()).isNull();
                assertThat(visit.enteredNanos()).isNotNull();
            });
        }
    }

    @Test
    void buyersOfAnotherHost_giveUpAtOnce() throws InterruptedException {
        room.misdirects = true;
        try (Crowd crowd = Crowd.open(CrowdPlan.against(List.of(room.url())))) {
            crowd.send(3, Arrivals.burst());
            crowd.awaitAllGone(PATIENCE);

            CrowdResult seen = crowd.finish();
            assertThat(seen.visits()).hasSize(3).allMatch(visit -> visit.outcome() == Outcome.GAVE_UP);
            assertThat(seen.errors()).containsOnlyKeys("status 421 at the door");
        }
    }

    @Test
    void apiClient_carriesItsTicketInAuthorization() throws InterruptedException {
        CrowdResult seen = runUntilCalled(CrowdPlan.against(List.of(room.url())).mix(new Mix(0, 0, 1)), 5);

        assertThat(seen.visits()).hasSize(5).allMatch(visit -> visit.outcome() == Outcome.ORDERED);
        assertThat(room.ticketHeaders)
                .hasSize(5)
                .allSatisfy((place, header) -> assertThat(header).isEqualTo("Authorization"));
    }

    @Test
    void apiClientLetInAtOnce_ordersWithTheTicketOfTheHeader() throws InterruptedException {
        room.serving.set(10);
        try (Crowd crowd = Crowd.open(CrowdPlan.against(List.of(room.url())).mix(new Mix(0, 0, 1)))) {
            crowd.send(1, Arrivals.burst());
            crowd.awaitAllGone(PATIENCE);

            assertThat(crowd.finish().visits()).singleElement().satisfies(visit -> {
                assertThat(visit.outcome()).isEqualTo(Outcome.ORDERED);
                assertThat(visit.number()).as("learnt from a status request").isEqualTo(1);
            });
            assertThat(room.ticketHeaders).containsEntry(1, "Authorization");
        }
    }

    @Test
    void leavers_neverCalled_giveTheirPlacesUp() throws InterruptedException {
        try (Crowd crowd = Crowd.open(CrowdPlan.against(List.of(room.url())).mix(new Mix(1, 0, 0)))) {
            crowd.send(20, Arrivals.burst());
            assertThat(crowd.awaitAllGone(PATIENCE)).isTrue();

            assertThat(crowd.finish().visits()).hasSize(20).allMatch(visit -> visit.outcome() == Outcome.LEFT);
            assertThat(room.leaves.get()).as("half say so, half just go").isBetween(1, 19);
        }
    }

    @Test
    void returner_afterItsSilence_isPresentAgainFromThen() throws InterruptedException {
        CrowdPlan plan =
                CrowdPlan.against(List.of(room.url())).mix(new Mix(0, 1, 0)).silence(Duration.ofMillis(700));
        try (Crowd crowd = Crowd.open(plan)) {
            crowd.send(1, Arrivals.burst());
            await().atMost(PATIENCE).until(() -> room.polls.get() >= 7);
            room.serving.set(1);
            crowd.awaitAllGone(PATIENCE);

            Visit visit = crowd.finish().visits().get(0);
            assertThat(visit.presentSinceNanos()).isGreaterThan(visit.joinedNanos());
        }
    }

    @Test
    void orderRefused_isCountedAndTriedAgain() throws InterruptedException {
        room.serving.set(10);
        room.refusals.set(1);
        try (Crowd crowd = Crowd.open(CrowdPlan.against(List.of(room.url())))) {
            crowd.send(1, Arrivals.burst());
            crowd.awaitAllGone(PATIENCE);

            Visit visit = crowd.finish().visits().get(0);
            assertThat(visit.refusals()).isEqualTo(1);
            assertThat(visit.outcome()).isEqualTo(Outcome.ORDERED);
        }
    }

    @Test
    void targetDown_isAnErrorOfItsKind() throws InterruptedException {
        URI nobody = URI.create("http://127.0.0.1:" + FreePorts.next());
        try (Crowd crowd = Crowd.open(CrowdPlan.against(List.of(nobody)))) {
            crowd.send(1, Arrivals.burst());
            assertThat(crowd.awaitAllGone(Duration.ofMillis(500))).isFalse();

            CrowdResult seen = crowd.finish();
            assertThat(seen.errors()).containsKey("connect failed");
            assertThat(seen.visits()).singleElement().matches(visit -> visit.outcome() == Outcome.UNFINISHED);
        }
    }

    /** Lets all in once all stand in line. */
    private CrowdResult runUntilCalled(CrowdPlan plan, int buyers) throws InterruptedException {
        try (Crowd crowd = Crowd.open(plan)) {
            crowd.send(buyers, Arrivals.burst());
            await().atMost(PATIENCE).until(() -> crowd.counts().waiting() == buyers && room.polls.get() >= 1);
            room.serving.set(buyers);
            assertThat(crowd.awaitAllGone(PATIENCE)).isTrue();
            return crowd.finish();
        }
    }
}
