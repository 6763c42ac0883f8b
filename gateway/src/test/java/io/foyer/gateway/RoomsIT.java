package io.foyer.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rooms of one shop, over sockets: one budget, and nobody who is in is queued again. */
class RoomsIT {
    private static final String MESSAGE = "message: \"Tickets are going fast.\"";

    @TempDir
    private Path folder;

    private RunningFoyer gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new RunningFoyer(folder, MESSAGE, """
                rooms:
                      - { name: talk, paths: ["/talk"], weight: 2 }
                      - { name: final, paths: ["/final"], passes: own }
                      - { name: sale, paths: ["/sale"], starts: 2020-01-01T10:00:00+01:00 }
                """);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    @Test
    void passOfOneRoom_isGoodInTheOthers_whereTheyTakeIt() throws Exception {
        gateway.ops("POST", "/v1/rooms/arena/final/pause");
        Buyer buyer = gateway.buyer();
        await().until(() -> buyer.browse("/talk").status() == 200);
        Map<String, String> cookies = Map.copyOf(buyer.cookies());

        assertThat(buyer.browse("/").status()).isEqualTo(200);
        assertThat(buyer.browse("/talk").status()).isEqualTo(200);
        assertThat(buyer.browse("/final").status()).as("its own passes only").isEqualTo(503);

        Buyer inMain = gateway.buyer();
        inMain.cookies().putAll(cookies);
        assertThat(inMain.call("/talk").status())
                .as("a program with the same pass")
                .isEqualTo(200);
    }

    @Test
    void passOfASale_leadsToTheCheckout_pastALineThatStandsStill() throws Exception {
        gateway.ops("POST", "/v1/rooms/arena/main/pause");
        Buyer queued = gateway.buyer();
        assertThat(queued.browse("/").status()).isEqualTo(503);
        Buyer buyer = gateway.buyer();
        assertThat(buyer.browse("/").status()).as("waits in main first").isEqualTo(503);
        await().until(() -> buyer.browse("/sale").status() == 200);

        assertThat(buyer.browse("/").status()).as("queued no more").isEqualTo(200);
        assertThat(buyer.order().status()).isEqualTo(200);
        assertThat(gateway.atShop("/orders"))
                .singleElement()
                .satisfies(order -> assertThat(order.getHeader("Foyer-Room")).isEqualTo("sale"));
        assertThat(buyer.browse("/talk").status()).as("a room that takes any").isEqualTo(200);
        assertThat(queued.browse("/").status()).isEqualTo(503);
    }
}
