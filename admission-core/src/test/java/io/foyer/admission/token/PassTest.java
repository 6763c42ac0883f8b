package io.foyer.admission.token;

import static io.foyer.admission.token.Tokens.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PassTest {
    private static final PassTerms TERMS = new PassTerms(Duration.ofMinutes(10), Duration.ofMinutes(30), 1);

    @Test
    void of_aTicketAdmittedEarlier_countsTheHardLimitFromAdmission() {
        Pass pass = Pass.of(Tokens.ticket(5), TERMS, NOW - 300, NOW);
        assertThat(pass.hardAtSeconds()).isEqualTo(NOW - 300 + 1_800);
        assertThat(pass.endsAtSeconds()).isEqualTo(NOW + 600);
        assertThat(pass.place()).isEqualTo(Tokens.ticket(5).place());
    }

    @Test
    void isLiveAt_limitOfIdleOrHard_endsThere() {
        Pass pass = Pass.of(Tokens.ticket(5), TERMS, NOW, NOW);
        assertThat(pass.isLiveAt(NOW + 599)).isTrue();
        assertThat(pass.isLiveAt(NOW + 600)).isFalse();
        Pass late = pass.refreshed(NOW + 1_700);
        assertThat(late.isLiveAt(NOW + 1_799)).isTrue();
        assertThat(late.isLiveAt(NOW + 1_800)).isFalse();
    }

    @Test
    void needsRefreshAt_dependsOnIdle() {
        assertThat(refreshDueAfter(600)).isEqualTo(61);
        assertThat(refreshDueAfter(60)).as("at least 15 s").isEqualTo(16);
        assertThat(refreshDueAfter(30)).as("but at most a third").isEqualTo(11);
    }

    @Test
    void refreshed_byAClockThatWentBack_changesNothing() {
        Pass pass = Pass.of(Tokens.ticket(5), TERMS, NOW, NOW);
        assertThat(pass.refreshed(NOW - 50)).isEqualTo(pass);
    }

    @Test
    void constructor_creditOutOfRange_says() {
        assertThatThrownBy(() -> new PassTerms(Duration.ofMinutes(1), Duration.ofMinutes(1), 16))
                .hasMessage("orders: 16 (expected: 1 to 15)");
    }

    private static long refreshDueAfter(long idleSeconds) {
        Pass pass = Pass.of(
                Tokens.ticket(5), new PassTerms(Duration.ofSeconds(idleSeconds), Duration.ofHours(1), 1), NOW, NOW);
        long after = 0;
        while (!pass.needsRefreshAt(NOW + after)) {
            after++;
        }
        return after;
    }
}
