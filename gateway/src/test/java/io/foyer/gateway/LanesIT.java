package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.Invitation;
import io.foyer.admission.token.TokenCodec;
import io.foyer.gateway.Buyer.Reply;
import io.foyer.gateway.config.AcceptedConfig;
import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.WhenKeysMissing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane by invitation beside a room's line, over sockets. */
class LanesIT {
    private static final String STAMP = "foyer-ticket-members";
    private static final String GENERAL = "foyer-ticket-final";
    private static final String ID = "AAAAAAAAAAAAAAAA";

    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private TokenCodec codec;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(folder, "message: \"Tickets are going fast.\"", """
                rooms:
                      - { name: final, paths: ["/final"], passes: own }
                      - { name: members, lane-of: final, weight: 3 }
                """);
        gateway.ops("POST", "/v1/rooms/arena/final/pause");
        gateway.ops("POST", "/v1/rooms/arena/members/pause");
        codec = new TokenCodec(ConfigReader.ofProcess(template -> {})
                .read(folder.resolve("foyer.yaml"), WhenKeysMissing.REFUSE)
                .accepted()
                .map(AcceptedConfig::config)
                .orElseThrow()
                .signing()
                .keys());
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private String code(String id, int uses) {
        long ends = Instant.now().getEpochSecond() + 600;
        byte[] code = codec.sign(new Invitation(new RoomId("arena", "members"), id, uses, ends));
        return new String(code, StandardCharsets.US_ASCII);
    }

    /** Follows the link as a browser does. */
    private static Reply follow(Buyer buyer, String code) throws Exception {
        Reply sent = buyer.browse("/final?date=1&foyer-code=" + code);
        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.header("Location")).as("the code shows nowhere after").isEqualTo("/final?date=1");
        return buyer.browse(sent.header("Location"));
    }

    private static Map<?, ?> standing(Buyer buyer) throws Exception {
        var status = buyer.call("/_foyer/status?room=members").json();
        return Map.of(
                "room",
                status.path("room").asString(),
                "number",
                status.path("number").asLong());
    }

    @Test
    void link_onceUsed_isThatBrowsersPlaceAndNobodyElses() throws Exception {
        Buyer anna = gateway.buyer();
        String code = code(ID, 1);
        Reply page = follow(anna, code);

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).as("the page names the lane").contains("members");
        assertThat(standing(anna)).isEqualTo(Map.of("room", "members", "number", 1L));

        follow(anna, code);
        assertThat(standing(anna))
                .as("the same buyer, the same place")
                .isEqualTo(Map.of("room", "members", "number", 1L));

        Buyer ben = gateway.buyer();
        Reply refused = follow(ben, code);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("This invitation has been used");
        assertThat(ben.browse("/final").status()).as("the line without it").isEqualTo(503);
        assertThat(ben.cookies()).containsKey("foyer-ticket-final").doesNotContainKey(STAMP);

        gateway.ops("POST", "/v1/rooms/arena/members/call?count=1");
        assertThat(anna.browse("/final").status()).isEqualTo(200);
        assertThat(anna.browse("/final").status()).as("on the lane's pass").isEqualTo(200);
        assertThat(gateway.atShop("/final").get(0).getHeader("Foyer-Room")).isEqualTo("members");
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("foyer_room_codes_total{result=\"placed\",room=\"members\",shop=\"arena\"} 1.0")
                .contains("foyer_room_codes_total{result=\"used_up\",room=\"members\",shop=\"arena\"} 1.0");
    }

    @Test
    void form_ofAPageWithAQuery_keepsTheQuery() throws Exception {
        Buyer anna = gateway.buyer();
        String page = anna.browse("/final?date=1&seat=A%20%221%22+2&&x='<'").body();
        String hidden = "<input type=\"hidden\" name=\"foyer-query\" value=\"";
        String value = page.substring(page.indexOf(hidden) + hidden.length());
        assertThat(value).startsWith("date=1&amp;seat=A%20%221%22+2&amp;&amp;x=&#39;&lt;&#39;\"");

        Reply sent =
                anna.browse("/final?foyer-query=date%3D1%26seat%3DA%2520%25221%2522%2B2%26%26x%3D%27%3C%27&foyer-code="
                        + code(ID, 1));
        assertThat(sent.status()).isEqualTo(303);
        assertThat(sent.header("Location")).isEqualTo("/final?date=1&seat=A%20%221%22+2&&x='<'");
    }

    @Test
    void linkOfOneWhoIsIn_showsTheShopNoCode() throws Exception {
        Buyer anna = gateway.buyer();
        anna.browse("/final");
        gateway.ops("POST", "/v1/rooms/arena/final/call?count=1");
        assertThat(anna.browse("/final").status()).isEqualTo(200);

        assertThat(follow(anna, code(ID, 1)).status()).isEqualTo(200);
        assertThat(gateway.atShop("/final"))
                .extracting(LoggedRequest::getUrl)
                .containsExactlyInAnyOrder("/final", "/final?date=1");
    }

    @Test
    void codeOfOneInLine_placeInTheLane_givesUpTheOther() throws Exception {
        Buyer anna = gateway.buyer();
        anna.browse("/final");
        anna.call("/_foyer/status?room=final");
        Reply form = anna.browse("/final");
        assertThat(form.body()).contains("<input name=\"foyer-code\"");
        assertThat(anna.browse("/final?foyer-code=forged").status()).isEqualTo(403);
        assertThat(anna.number("final")).as("a refused code costs nothing").isEqualTo(1);

        follow(gateway.buyer(), code(ID, 1));
        follow(anna, code(ID, 1));
        assertThat(anna.cookies())
                .as("nor does a used one")
                .containsKey(GENERAL)
                .doesNotContainKey(STAMP);
        assertThat(anna.number("final")).isEqualTo(1);

        follow(anna, code("BBBBBBBBBBBBBBBB", 1));
        assertThat(anna.number("members")).isEqualTo(2);
        assertThat(anna.cookies()).containsKey(STAMP).doesNotContainKey(GENERAL);
        gateway.buyer().browse("/final");
        gateway.ops("POST", "/v1/rooms/arena/final/call?count=1");
        await().untilAsserted(() -> assertThat(gateway.ops("GET", "/v1/status"))
                .as("the place in the line is passed over")
                .containsPattern("\"name\":\"final\"[^}]*\"servingPosition\":2"));
    }

    @Test
    void codeOfOneWhoIsCalled_isNotUsed() throws Exception {
        Buyer anna = gateway.buyer();
        anna.browse("/final");
        gateway.ops("POST", "/v1/rooms/arena/final/call?count=1");

        assertThat(follow(anna, code(ID, 1)).status()).isEqualTo(200);
        assertThat(gateway.atShop("/final").get(0).getHeader("Foyer-Room")).isEqualTo("final");
        Buyer ben = gateway.buyer();
        follow(ben, code(ID, 1));
        assertThat(ben.number("members")).as("nothing was used").isEqualTo(1);
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("foyer_room_codes_total{result=\"not_needed\",room=\"members\",shop=\"arena\"} 1.0");
    }

    @Test
    void lostReplies_andARestartedGateway_costNoPlace() throws Exception {
        Buyer anna = gateway.buyer();
        anna.browse("/final?foyer-code=" + code(ID, 1));
        String stamp = anna.cookies().get(STAMP);
        anna.browse("/final");
        long number = anna.number("members");
        follow(gateway.buyer(), code("BBBBBBBBBBBBBBBB", 2));

        gateway.restartGateway();
        await().until(() -> gateway.ops("GET", "/readyz").startsWith("HTTP/1.1 200"));
        Buyer again = gateway.buyer();
        again.cookies().put(STAMP, stamp);
        again.browse("/final");

        assertThat(again.number("members")).as("she never saw the number").isEqualTo(number);
    }

    @Test
    void program_withTheHeader_comesBackWithItsTicketAlone() throws Exception {
        Buyer program = gateway.buyer();
        String header = Buyer.JSON + "Foyer-Code: " + code(ID, 1) + "\r\n";
        Reply first = program.send("POST", "/_foyer/join", header);
        program.cookies().clear();

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("room").asString()).isEqualTo("members");
        assertThat(first.json().path("reason").asString()).isEqualTo("return");
        String ticket = "Authorization: Foyer " + first.json().path("ticket").asString() + "\r\n";
        Reply second = program.send("GET", "/final", Buyer.JSON + ticket);
        assertThat(second.status()).isEqualTo(429);
        assertThat(second.json().path("number").asLong()).isEqualTo(1);
    }

    @Test
    void codesThatAreNone_areRefusedAndLeadNowhere() throws Exception {
        String good = code(ID, 1);
        byte[] ended = codec.sign(new Invitation(
                new RoomId("arena", "members"), ID, 1, Instant.now().getEpochSecond() - 1));
        byte[] ofAnOpenRoom = codec.sign(new Invitation(
                new RoomId("arena", "final"), ID, 1, Instant.now().getEpochSecond() + 60));
        for (String code : new String[] {
            "nonsense",
            good.substring(1),
            good + "A",
            new String(ended, StandardCharsets.US_ASCII),
            new String(ofAnOpenRoom, StandardCharsets.US_ASCII)
        }) {
            assertThat(gateway.buyer().browse("/final?foyer-code=" + code).status())
                    .isEqualTo(403);
        }
        Buyer stranger = gateway.buyer();
        assertThat(stranger.send("POST", "/_foyer/join?room=members", Buyer.JSON)
                        .status())
                .as("no way in without a code")
                .isEqualTo(403);
        assertThat(gateway.buyer().browse("//final?foyer-code=" + good).header("Location"))
                .as("never to another host")
                .isEqualTo("/final");
    }
}
