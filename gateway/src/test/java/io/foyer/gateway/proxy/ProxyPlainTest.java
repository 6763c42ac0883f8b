package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ProxyPlainTest {
    private final RawShop shop = new RawShop();
    private final Testbed bed = new Testbed(shop);

    @AfterEach
    void close() throws Exception {
        bed.close();
        shop.close();
    }

    @Test
    void get_keptConnections_bothAreUsedAgain() {
        try (RawClient buyer = bed.client()) {
            buyer.send("GET /a?b=1 HTTP/1.1\r\nHost: arena.example\r\nAccept: */*\r\n\r\n");
            RawClient server = shop.accepted();
            assertThat(server.head())
                    .isEqualTo("GET /a?b=1 HTTP/1.1\r\nHost: arena.example\r\nAccept: */*\r\n"
                            + "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                            + "X-Forwarded-Host: arena.example\r\nVia: 1.1 foyer\r\n\r\n");
            server.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello");
            assertThat(buyer.head())
                    .isEqualTo("HTTP/1.1 200 OK\r\nX-A: b\r\nContent-Length: 5\r\nVia: 1.1 foyer\r\n\r\n");
            assertThat(buyer.bytes(5)).isEqualTo("hello");

            buyer.send("POST /o HTTP/1.1\r\nHost: arena.example\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(server.head()).startsWith("POST /o HTTP/1.1\r\n").contains("Content-Length: 3\r\n");
            assertThat(server.bytes(3)).isEqualTo("abc");
            server.send("HTTP/1.1 303 See Other\r\nLocation: /done\r\nContent-Length: 0\r\n\r\n");
            assertThat(buyer.head()).startsWith("HTTP/1.1 303 See Other\r\nLocation: /done\r\n");

            assertThat(shop.untaken()).isZero();
            await().untilAsserted(() -> assertThat(bed.statuses).containsExactly(200, 303));
        }
    }
}
