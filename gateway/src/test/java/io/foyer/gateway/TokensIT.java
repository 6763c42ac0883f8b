package io.foyer.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.Pass;
import io.foyer.admission.token.SigningKey;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.token.TokenCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tickets and passes over sockets: many tabs, other keys, other rooms, other times. */
class TokensIT {
    private static final int TABS = 20;

    @TempDir
    private Path folder;

    private RunningFoyer gateway;
    private Buyer inside;
    private Buyer waiting;
    private final long begun = System.currentTimeMillis() / 1_000;
    private final HttpClient browser =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(folder, "version: 1", "version: 1");
        inside = gateway.buyer();
        waiting = gateway.buyer();
        await().until(() -> inside.browse("/").status() == 200);
        waiting.browse("/");
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void manyTabs_atOnceWithOneTicket_keepOneNumber() throws Exception {
        long number = waiting.number();
        Callable<Long> tab = () -> {
            Buyer copy = gateway.buyer();
            copy.cookies().putAll(waiting.cookies());
            assertThat(copy.browse("/tab").status()).isEqualTo(503);
            return copy.number();
        };
        ExecutorService browser = Executors.newFixedThreadPool(TABS);
        try {
            for (Future<Long> seen : browser.invokeAll(Collections.nCopies(TABS, tab))) {
                assertThat(seen.get()).isEqualTo(number);
            }
        } finally {
            browser.shutdownNow();
        }
        Buyer next = gateway.buyer();
        next.browse("/");
        assertThat(next.number()).as("no tab took a place of its own").isEqualTo(number + 1);
    }

    @Test
    void keysRotated_oldTokensGoOn_newOnesAreSignedByTheNewKey() throws Exception {
        long number = waiting.number();
        String pass = inside.cookies().get("foyer-pass");
        rotateTo("new-key");

        await().until(() -> {
            Buyer newcomer = gateway.buyer();
            newcomer.browse("/");
            return keyOf(newcomer.cookies().get("foyer-ticket")).equals("new-key");
        });
        assertThat(keyOf(pass)).isNotEqualTo("new-key");
        assertThat(inside.browse("/").status()).isEqualTo(200);
        assertThat(waiting.browse("/").status()).isEqualTo(503);
        assertThat(waiting.number()).isEqualTo(number);
    }

    @Test
    void ticketsOfAnotherShopOrRoomOrOfThePast_makeANewcomer() throws Exception {
        long now = System.currentTimeMillis() / 1_000;
        Ticket.Life alive = new Ticket.Life("AbCdEfGh-_012345", now - 100, now, now + 1_000);
        Ticket.Life over = new Ticket.Life("AbCdEfGh-_012345", now - 900, now - 800, now - 1);
        RoomId here = new RoomId("arena", "main");
        long era = era(waiting.cookies().get("foyer-ticket"));
        long known = waiting.number();

        assertThat(numberOf(ticket(here, era, known, alive)))
                .as("the same ticket in force and at home is honoured")
                .isEqualTo(known);
        List<String> foreign = new ArrayList<>();
        foreign.add(ticket(new RoomId("stadium", "main"), era, known, alive));
        foreign.add(ticket(new RoomId("arena", "final"), era, known, alive));
        foreign.add(ticket(here, era, known, over));
        for (String token : foreign) {
            assertThat(numberOf(token)).isGreaterThan(known);
        }
    }

    @Test
    void oldPass_isRenewed_onceForAllRequestsOfAConnection() throws Exception {
        assertRenewedOnce(usedLast(begun - 300, inside.cookies().get("foyer-pass")));
    }

    @Test
    void oldPass_signedWithAnOlderKey_isRenewed_onceForAllRequestsOfAConnection() throws Exception {
        String old = usedLast(begun - 300, inside.cookies().get("foyer-pass"));
        rotateTo("new-key");
        await().until(() -> keyOf(renewalOf(old)).equals("new-key"));

        assertRenewedOnce(old);
    }

    private void assertRenewedOnce(String old) throws Exception {
        String fresh = renewalOf(old);
        assertThat(claims(fresh).path("seen").asLong()).isGreaterThanOrEqualTo(begun);

        await().until(() ->
                System.currentTimeMillis() / 1_000 > claims(fresh).path("seen").asLong());
        assertThat(renewalOf(old))
                .as("of a browser that has not seen the first")
                .isEqualTo(fresh);
    }

    /** All on one kept connection. */
    private String renewalOf(String pass) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://localhost:" + gateway.foyer().address("web").getPort() + "/"))
                .header("Accept", "text/html")
                .header("Cookie", "foyer-pass=" + pass)
                .build();
        HttpResponse<Void> response = browser.send(request, HttpResponse.BodyHandlers.discarding());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.headers().allValues("set-cookie").stream()
                .filter(line -> line.startsWith("foyer-pass="))
                .map(line -> line.substring("foyer-pass=".length(), line.indexOf(';')))
                .findFirst()
                .orElse("");
    }

    private String usedLast(long seconds, String token) throws Exception {
        byte[] bytes = token.getBytes(US_ASCII);
        Pass pass = Objects.requireNonNull(
                codec().verifyPass(bytes, 0, bytes.length, seconds + 300).orNull());
        return new String(
                codec().sign(new Pass(
                        pass.room(),
                        pass.place(),
                        pass.buyer(),
                        seconds,
                        seconds,
                        pass.idleSeconds(),
                        pass.hardAtSeconds(),
                        pass.credit())),
                US_ASCII);
    }

    private long numberOf(String token) throws Exception {
        Buyer buyer = gateway.buyer();
        buyer.cookies().put("foyer-ticket", token);
        assertThat(buyer.browse("/").status()).isEqualTo(503);
        return buyer.number();
    }

    private String ticket(RoomId room, long era, long number, Ticket.Life life) throws Exception {
        String lineage =
                claims(waiting.cookies().get("foyer-ticket")).path("lin").asString();
        return new String(
                codec().sign(new Ticket.Numbered(room, new Place(era, number), lineage, life, new Place(era, 0))),
                US_ASCII);
    }

    private TokenCodec codec() throws Exception {
        JsonNode key = keys().path("keys").path(0);
        byte[] secret = Base64.getUrlDecoder().decode(key.path("k").asString());
        return new TokenCodec(new KeyRing(List.of(new SigningKey(key.path("kid").asString(), secret))));
    }

    private ObjectNode keys() throws Exception {
        return (ObjectNode) JsonMapper.shared().readTree(Files.readString(folder.resolve("keys.json")));
    }

    private void rotateTo(String id) throws Exception {
        ObjectNode set = keys();
        ArrayNode old = (ArrayNode) set.path("keys");
        ObjectNode fresh = ((ObjectNode) old.path(0)).deepCopy().put("kid", id);
        fresh.put(
                "k",
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("the key of tomorrow is this long".getBytes(US_ASCII)));
        set.putArray("keys").add(fresh).addAll(old);
        Files.writeString(folder.resolve("keys.json"), set.toString());
    }

    private static long era(String token) {
        return claims(token).path("era").asLong();
    }

    private static JsonNode claims(String token) {
        return part(token, 1);
    }

    private static String keyOf(String token) {
        return part(token, 0).path("kid").asString();
    }

    private static JsonNode part(String token, int index) {
        return JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[index]));
    }
}
