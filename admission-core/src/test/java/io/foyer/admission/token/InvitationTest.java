package io.foyer.admission.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admission.line.RoomId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class InvitationTest {
    private static final RoomId LANE = new RoomId("arena", "members");

    private final TokenCodec codec = new TokenCodec(new KeyRing(List.of(Tokens.key("k1"))));
    private final Invitation invitation = new Invitation(LANE, Tokens.BUYER, 3, Tokens.NOW + 60);
    private final byte[] code = codec.sign(invitation);

    private Verdict<Invitation> read(byte[] text, long nowSeconds) {
        return codec.verifyCode(text, 0, text.length, nowSeconds);
    }

    @Test
    void verifyCode_signed_isReadBackUntilItEnds() {
        assertThat(read(code, Tokens.NOW)).isEqualTo(new Verdict.Valid<>(invitation));
        assertThat(read(code, Tokens.NOW + 60)).isEqualTo(new Verdict.Refused<>(TokenFault.EXPIRED));
    }

    @Test
    void verify_tokenOfAnotherKind_isRefused() {
        byte[] ticket = codec.sign(Tokens.ticket(42));

        assertThat(read(ticket, Tokens.NOW)).isEqualTo(new Verdict.Refused<>(TokenFault.WRONG_KIND));
        assertThat(Tokens.readTicket(codec, code)).isEqualTo(new Verdict.Refused<>(TokenFault.WRONG_KIND));
        assertThat(Tokens.readPass(codec, code)).isEqualTo(new Verdict.Refused<>(TokenFault.WRONG_KIND));
    }

    @Test
    void verifyCode_anyBitFlipped_isRefused() {
        for (int bit = 0; bit < code.length * 8; bit++) {
            byte[] flipped = code.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(read(flipped, Tokens.NOW)).isInstanceOf(Verdict.Refused.class);
        }
    }

    @Test
    void verifyTicket_stampWithInvitation_isReadBack() {
        Ticket.Provisional stamp = new Ticket.Provisional(
                        LANE, Tokens.NOW * 1000, "gw-1", Ticket.Life.begin(Tokens.BUYER, Tokens.NOW, 3_600))
                .with(invitation);

        assertThat(Tokens.readTicket(codec, codec.sign(stamp))).isEqualTo(new Verdict.Valid<>(stamp));
    }

    @Test
    void idOf_identity_isTheSameEachTimeAndFitsACode() {
        String id = Invitation.idOf("member 4711");

        assertThat(Invitation.idOf("member 4711")).isEqualTo(id);
        assertThat(Invitation.idOf("member 4712")).isNotEqualTo(id);
        assertThat(new Invitation(LANE, id, 1, 1).id()).isEqualTo(id);
        assertThatThrownBy(() -> new Invitation(LANE, id, 0, 1)).hasMessageContaining("uses 0");
    }
}
