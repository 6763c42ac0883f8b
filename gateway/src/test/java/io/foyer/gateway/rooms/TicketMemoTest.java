package io.foyer.gateway.rooms;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.SigningKey;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.token.TokenCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TicketMemoTest {
    private static final long NOW = 1_000_000;
    private static final Answers.WaitAnswer ANSWER = new Answers.WaitAnswer("Set-Cookie: a=b\r\n", null);

    private final CredentialReader reader = reader();
    private final Ticket.Numbered brought = ticket(NOW - 10);
    private final Ticket.Numbered given = ticket(NOW);
    private final TicketMemo memo = new TicketMemo(reader, "brought".getBytes(US_ASCII), brought);

    private static CredentialReader reader() {
        return new CredentialReader(new TokenCodec(new KeyRing(List.of(new SigningKey("k", new byte[32])))));
    }

    private static Ticket.Numbered ticket(long seen) {
        Ticket.Life life = new Ticket.Life("AbCdEfGh-_012345", NOW - 100, seen, seen + 60);
        return new Ticket.Numbered(new RoomId("arena", "main"), new Place(1, 7), "l", life, new Place(1, 0));
    }

    private @Nullable Ticket find(String text, long now) {
        byte[] padded = ("x" + text + "x").getBytes(US_ASCII);
        return memo.ticketOf(padded, 1, 1 + text.length(), now);
    }

    @Test
    void ticketOf_otherBytes_isUnknown() {
        assertThat(find("brought", NOW)).isSameAs(brought);
        assertThat(find("Brought", NOW)).isNull();
        assertThat(find("brough", NOW)).isNull();
        assertThat(find("broughts", NOW)).isNull();
        assertThat(find("", NOW)).isNull();
    }

    @Test
    void ticketOf_noLongerInForce_isUnknown() {
        assertThat(find("brought", NOW + 49)).isSameAs(brought);
        assertThat(find("brought", NOW + 50)).isNull();
    }

    @Test
    void ticketOf_whatWasGiven_isKnownFromThenOn() {
        assertThat(find("given", NOW)).isNull();
        memo.give(given, "given", false, ANSWER);

        assertThat(find("brought", NOW)).isSameAs(brought);
        assertThat(find("given", NOW)).isSameAs(given);
        assertThat(find("brought", NOW)).as("the buyer has the new one").isNull();
    }

    @Test
    void answerFor_theTicketGiven_isTheSameOnTheSameScheme() {
        assertThat(memo.givenFor(brought)).isNull();
        memo.give(given, "given", false, ANSWER);

        assertThat(memo.givenFor(brought)).isSameAs(given);
        assertThat(memo.givenFor(given)).isNull();
        assertThat(memo.answerFor(given, false)).isSameAs(ANSWER);
        assertThat(memo.answerFor(given, true)).isNull();
        assertThat(memo.answerFor(brought, false)).isNull();
    }

    @Test
    void isOf_otherKeys_isNoMore() {
        assertThat(memo.isOf(reader)).isTrue();
        assertThat(memo.isOf(reader())).isFalse();
    }

    @Test
    void isPresenceDue_onceASecond() {
        assertThat(memo.isPresenceDue(NOW)).isTrue();
        assertThat(memo.isPresenceDue(NOW)).isFalse();
        assertThat(memo.isPresenceDue(NOW + 1)).isTrue();
    }
}
