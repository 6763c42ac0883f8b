package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.gateway.Buyer.Reply;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who gets a number when, through sockets and a real Redis: browsers, programs, fakes and crowds behind one address. */
class JoinIT {
    private static final String LISTENER = "bind: \"127.0.0.1:0\" }\nops";
    private static final String HOLD = "order-hold: 1s";
    private static final String ON_RETURN = HOLD + "\n    join: on-return";

    @TempDir
    private Path folder;

    private RunningFoyer gateway;

    private void start(String... changes) throws Exception {
        gateway = new RunningFoyer(folder, changes);
        Buyer inside = gateway.buyer();
        await().until(() -> inside.browse("/").status() == 200);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private static Reply from(String address, Buyer buyer) throws Exception {
        return buyer.send("GET", "/", Buyer.JSON + "X-Forwarded-For: " + address + "\r\n");
    }

    private long lastNumber() throws Exception {
        String metrics = gateway.ops("GET", "/metrics");
        int start = metrics.indexOf("foyer_room_tail_number{");
        return (long)
                Double.parseDouble(metrics.substring(metrics.indexOf(' ', start) + 1, metrics.indexOf('\n', start)));
    }

    @Test
    void onReturn_fakesLeaveNothingBehind_andBrowsersAreNumberedWhenTheyBringTheirCookie() throws Exception {
        start(HOLD, ON_RETURN);
        await().until(() -> lastNumber() == 1);
        String keys = gateway.redis("DBSIZE");
        fakes(20_000);

        assertThat(lastNumber()).isEqualTo(1);
        assertThat(gateway.redis("DBSIZE")).isEqualTo(keys);
        Buyer buyer = gateway.buyer();
        Reply page = buyer.browse("/");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.header("Retry-After")).isEqualTo("1");
        assertThat(page.body())
                .contains("data-view=\"return\"")
                .as("without script it comes back as soon")
                .contains("http-equiv=\"refresh\" content=\"1\"");
        assertThat(buyer.browse("/").body()).contains("data-view=\"waiting\"");
        assertThat(buyer.number()).as("nobody is ahead who is not there").isEqualTo(2);
    }

    @Test
    void onReturn_programIsNumberedWhenItBringsItsTicket_andReloadsTouchNoPlace() throws Exception {
        start(HOLD, ON_RETURN);
        JsonNode first = gateway.buyer().call("/").json();
        assertThat(first.path("state").asString()).isEqualTo("waiting");
        assertThat(first.path("reason").asString()).isEqualTo("return");
        assertThat(first.path("number").isNull()).isTrue();

        String header =
                Buyer.JSON + "Authorization: Foyer " + first.path("ticket").asString() + "\r\n";
        JsonNode next = gateway.buyer().send("GET", "/_foyer/status", header).json();
        JsonNode again = gateway.buyer().send("GET", "/", header).json();

        assertThat(next.path("number").asLong()).isEqualTo(2);
        assertThat(again.path("number").asLong())
                .as("a reply that is lost costs no place: the stamp has its number")
                .isEqualTo(2);

        Buyer numbered = gateway.buyer();
        numbered.browse("/");
        numbered.browse("/");
        Buyer stamped = gateway.buyer();
        stamped.browse("/");
        gateway.write(HOLD, HOLD + "\n    join: at-once");

        await().until(() -> gateway.buyer().call("/").json().path("number").asLong() > 3);
        assertThat(numbered.number()).isEqualTo(3);
        assertThat(stamped.number()).as("the stamp is as good as before").isPositive();
    }

    private void fakes(int count) throws Exception {
        byte[] request = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(
                InetAddress.getLoopbackAddress(), gateway.foyer().address("web").getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            for (int i = 0; i < count; i++) {
                out.write(request);
                assertThat(readReply(in)).contains("429", "\"reason\":\"return\"");
            }
        }
    }

    /** Head and body, by the length that the head tells. */
    private static String readReply(InputStream in) throws Exception {
        StringBuilder reply = new StringBuilder();
        while (reply.length() < 4 || !reply.substring(reply.length() - 4).equals("\r\n\r\n")) {
            reply.append((char) in.read());
        }
        String head = reply.toString();
        int at = head.toLowerCase(java.util.Locale.ROOT).indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void joinLimit_manyBehindOneAddress_slowsThemAndNobodyElse() throws Exception {
        start(
                LISTENER,
                "bind: \"127.0.0.1:0\", trusted-proxies: [127.0.0.1/32] }\nops",
                HOLD,
                HOLD + "\n    limits: { joins-per-address: 1 }");
        Buyer late = gateway.buyer();
        Reply reply = from("203.0.113.7", late);
        for (int i = 0; i < 1_000 && reply.json().path("number").isNumber(); i++) {
            late = gateway.buyer();
            reply = from("203.0.113.7", late);
        }

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.json().path("reason").asString()).isEqualTo("network");
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(5, 10);
        assertThat(from("203.0.113.8", gateway.buyer()).json().path("number").isNumber())
                .as("nobody else is slowed down")
                .isTrue();
        assertThat(from("203.0.113.7", late).json().path("number").isNumber())
                .as("who comes back goes ahead of who comes new")
                .isTrue();
        assertThat(gateway.ops("GET", "/metrics"))
                .contains("foyer_limits_reached_total{limit=\"joins_per_address\"} 1.0");
        Buyer page = gateway.buyer();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> page.send("GET", "/", Buyer.HTML + "X-Forwarded-For: 203.0.113.7\r\n")
                        .body()
                        .contains("data-view=\"waiting\""));
    }
}
