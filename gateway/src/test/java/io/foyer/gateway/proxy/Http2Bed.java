package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.config.ListenerConfig.Protocol;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An edge that speaks HTTP/2 by prior knowledge, before a shop that tells exactly what reached it. */
final class Http2Bed implements AutoCloseable {
    static final String[] GET = {":method", "GET", ":scheme", "http", ":path", "/", ":authority", "arena.example"};
    static final String[] POST = {":method", "POST", ":scheme", "http", ":path", "/o", ":authority", "arena.example"};
    /** What the gateway adds to each request. */
    static final String OURS = "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
            + "X-Forwarded-Host: arena.example\r\nVia: 2.0 foyer\r\n\r\n";

    final RawShop shop = new RawShop();
    final Testbed.Settings settings = Testbed.settings(shop.server());
    private Testbed bed;

    Http2Bed() {
        settings.protocols = List.of(Protocol.H2C, Protocol.HTTP_1_1);
    }

    Testbed bed() {
        if (bed == null) {
            bed = new Testbed(settings);
        }
        return bed;
    }

    RawHttp2 client() {
        return RawHttp2.connect(bed().port());
    }

    static String[] with(String[] fields, String... more) {
        String[] all = Arrays.copyOf(fields, fields.length + more.length);
        System.arraycopy(more, 0, all, fields.length, more.length);
        return all;
    }

    /** Fields with one's value replaced. */
    static String[] but(String name, String value) {
        String[] all = GET.clone();
        for (int i = 0; i < all.length; i += 2) {
            if (all[i].equals(name)) {
                all[i + 1] = value;
            }
        }
        return all;
    }

    /** Fields without one. */
    static String[] without(String name) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < GET.length; i += 2) {
            if (!GET[i].equals(name)) {
                all.add(GET[i]);
                all.add(GET[i + 1]);
            }
        }
        return all.toArray(String[]::new);
    }

    /** A good request on the same connection passes, and it is all that reaches the shop. */
    void expectGoesOn(RawHttp2 client) {
        client.get(101, but(":path", "/after"));
        RawClient server = shop.accepted();
        assertThat(server.head()).isEqualTo("GET /after HTTP/1.1\r\nHost: arena.example\r\n" + OURS);
        server.send("HTTP/1.1 204 No Content\r\n\r\n");
        assertThat(client.outcome(101)).isEqualTo("204");
        assertThat(shop.untaken()).isZero();
    }

    @Override
    public void close() throws IOException {
        if (bed != null) {
            bed.close();
        }
        shop.close();
    }
}
