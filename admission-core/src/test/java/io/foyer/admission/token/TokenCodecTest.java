package io.foyer.admission.token;

import static io.foyer.admission.token.Tokens.NOW;
import static io.foyer.admission.token.Tokens.readPass;
import static io.foyer.admission.token.Tokens.readTicket;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenCodecTest {
    private final SigningKey first = Tokens.key("k1");
    private final SigningKey second = Tokens.key("k2");
    private final TokenCodec codec = new TokenCodec(new KeyRing(List.of(first)));

    @Test
    void sign_ofEachKind_readsBackTheSame() {
        assertThat(readTicket(codec, codec.sign(Tokens.ticket(42)))).isEqualTo(valid(Tokens.ticket(42)));
        assertThat(readTicket(codec, codec.sign(Tokens.provisional()))).isEqualTo(valid(Tokens.provisional()));
        assertThat(readPass(codec, codec.sign(Tokens.pass()))).isEqualTo(valid(Tokens.pass()));
    }

    @Test
    void sign_ofAnything_hasTheDocumentedHeaderAndClaims() {
        String[] ticket = Tokens.text(codec.sign(Tokens.ticket(42))).split("\\.", -1);
        assertThat(Tokens.decode(ticket[0]))
                .isEqualTo("{\"alg\":\"HS256\",\"kid\":\"k1\",\"typ\":\"foyer-ticket+jwt\"}");
        assertThat(Tokens.decode(ticket[1]))
                .isEqualTo("{\"iss\":\"foyer\",\"aud\":\"arena\",\"room\":\"main\",\"era\":7,\"num\":42,\"lin\":\""
                        + Tokens.LINEAGE + "\",\"sera\":7,\"snum\":3,\"sub\":\"" + Tokens.BUYER
                        + "\",\"iat\":1799999900,\"seen\":1800000000,\"exp\":1800086400}");
        String[] pass = Tokens.text(codec.sign(Tokens.pass())).split("\\.", -1);
        assertThat(Tokens.decode(pass[0])).contains("\"typ\":\"foyer-pass+jwt\"");
        assertThat(Tokens.decode(pass[1]))
                .isEqualTo("{\"iss\":\"foyer\",\"aud\":\"arena\",\"room\":\"main\",\"era\":7,\"num\":42,\"sub\":\""
                        + Tokens.BUYER + "\",\"iat\":1799999900,\"seen\":1800000000,\"idle\":600,"
                        + "\"hard\":1800001700,\"orders\":2,\"exp\":1800000600}");
    }

    @Test
    void sign_withTheLongestNames_staysWithinTheLengthThatIsRead() {
        RoomId room = new RoomId("s".repeat(63), "r".repeat(63));
        long huge = 999_999_999_999_999_999L;
        Place place = new Place(huge, huge);
        Ticket.Life life = new Ticket.Life(Tokens.BUYER, NOW, NOW, huge);
        Ticket ticket = new Ticket.Numbered(room, place, "l".repeat(64), life, place);
        TokenCodec long64 = new TokenCodec(new KeyRing(List.of(Tokens.key("k".repeat(64)))));
        byte[] token = long64.sign(ticket);
        assertThat(token.length).isLessThan(TokenCodec.TOKEN_LENGTH_MAX);
        assertThat(readTicket(long64, token)).isEqualTo(valid(ticket));
    }

    @Test
    void verify_insideALargerBuffer_looksAtTheTokenOnly() {
        byte[] token = codec.sign(Tokens.pass());
        byte[] buffer = new byte[token.length + 20];
        Arrays.fill(buffer, (byte) 'A');
        System.arraycopy(token, 0, buffer, 7, token.length);
        assertThat(codec.verifyPass(buffer, 7, 7 + token.length, NOW)).isEqualTo(valid(Tokens.pass()));
        assertThat(codec.verifyPass(buffer, 6, 7 + token.length, NOW)).isEqualTo(refused(TokenFault.GARBAGE));
        assertThat(codec.verifyPass(buffer, 7, 8 + token.length, NOW)).isEqualTo(refused(TokenFault.GARBAGE));
    }

    @Test
    void verify_afterRotation_readsTokensOfEveryKeyInForce() {
        byte[] old = codec.sign(Tokens.pass());
        TokenCodec rotated = new TokenCodec(new KeyRing(List.of(second, first)));
        assertThat(readPass(rotated, old)).isEqualTo(valid(Tokens.pass()));
        assertThat(readPass(codec, rotated.sign(Tokens.pass()))).isEqualTo(refused(TokenFault.UNKNOWN_KEY));
        TokenCodec dropped = new TokenCodec(new KeyRing(List.of(second)));
        assertThat(readPass(dropped, old)).isEqualTo(refused(TokenFault.UNKNOWN_KEY));
    }

    @Test
    void verify_ofAKnownKidUnderAnotherSecret_isABadSignature() {
        SigningKey impostor = new SigningKey("k1", new byte[32]);
        byte[] token = new TokenCodec(new KeyRing(List.of(impostor))).sign(Tokens.pass());
        assertThat(readPass(codec, token)).isEqualTo(refused(TokenFault.BAD_SIGNATURE));
    }

    @Test
    void verify_ofTheOtherKind_isRefusedThoughSignedByUs() {
        assertThat(readPass(codec, codec.sign(Tokens.ticket(1)))).isEqualTo(refused(TokenFault.WRONG_KIND));
        assertThat(readTicket(codec, codec.sign(Tokens.pass()))).isEqualTo(refused(TokenFault.WRONG_KIND));
    }

    @Test
    void verify_atTheEndOfItsTime_isExpired() {
        byte[] pass = codec.sign(Tokens.pass());
        assertThat(codec.verifyPass(pass, 0, pass.length, NOW + 599)).isEqualTo(valid(Tokens.pass()));
        assertThat(codec.verifyPass(pass, 0, pass.length, NOW + 600)).isEqualTo(refused(TokenFault.EXPIRED));
        byte[] ticket = codec.sign(Tokens.ticket(9));
        assertThat(codec.verifyTicket(ticket, 0, ticket.length, NOW + 86_399)).isEqualTo(valid(Tokens.ticket(9)));
        assertThat(codec.verifyTicket(ticket, 0, ticket.length, NOW + 86_400)).isEqualTo(refused(TokenFault.EXPIRED));
    }

    @Test
    void verify_signedByAClockAhead_isToleratedForAMinute() {
        byte[] token = codec.sign(Tokens.pass());
        assertThat(codec.verifyPass(token, 0, token.length, NOW - 60)).isEqualTo(valid(Tokens.pass()));
        assertThat(codec.verifyPass(token, 0, token.length, NOW - 61)).isEqualTo(refused(TokenFault.NOT_YET));
    }

    private static <T> Verdict<T> valid(T token) {
        return new Verdict.Valid<>(token);
    }

    private static <T> Verdict<T> refused(TokenFault fault) {
        return new Verdict.Refused<>(fault);
    }
}
