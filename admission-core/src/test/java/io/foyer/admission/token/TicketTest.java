package io.foyer.admission.token;

import static io.foyer.admission.token.Tokens.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Place;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TicketTest {
    @Test
    void seen_withALowerServingPosition_keepsTheHighest() {
        Ticket.Numbered ticket = Tokens.ticket(42);
        assertThat(ticket.seen(new Place(7, 2), NOW, 60).servingSeen()).isEqualTo(new Place(7, 3));
        assertThat(ticket.seen(new Place(8, 1), NOW, 60).servingSeen()).isEqualTo(new Place(8, 1));
        assertThat(ticket.seen(new Place(8, 1), NOW, 60).place()).isEqualTo(ticket.place());
    }

    @Test
    void seen_later_livesLongerAndNeverShorter() {
        Ticket.Life life = Ticket.Life.begin(Tokens.BUYER, NOW, 100);
        assertThat(life.seen(NOW + 50, 100).endsAtSeconds()).isEqualTo(NOW + 150);
        assertThat(life.seen(NOW - 50, 100)).isEqualTo(life);
        assertThat(life.seen(NOW + 50, 10).endsAtSeconds())
                .as("a shorter config takes nothing back")
                .isEqualTo(NOW + 100);
    }

    @Test
    void numbered_ofAProvisionalTicket_keepsBuyerAndTimes() {
        Ticket.Provisional provisional = Tokens.provisional();
        Ticket.Numbered numbered = provisional.numbered(new Place(9, 1), Tokens.LINEAGE, new Place(8, 70));
        assertThat(numbered.life()).isEqualTo(provisional.life());
        assertThat(numbered.servingSeen()).isEqualTo(new Place(8, 70));
    }

    @Test
    void buyerIds_next_areDistinctAndFitATicket() {
        BuyerIds ids = new BuyerIds(new SecureRandom());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String id = ids.next();
            assertThat(seen.add(Ticket.Life.begin(id, NOW, 1).buyer())).isTrue();
        }
    }
}
