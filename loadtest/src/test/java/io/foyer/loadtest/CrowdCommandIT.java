package io.foyer.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.loadtest.shop.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command against a shop without a room in front: everybody goes straight in. */
final class CrowdCommandIT {
    @TempDir
    private Path dir;

    private Shop shop;

    @BeforeEach
    void open() {
        shop = Shop.start(0);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void crowd_ordersWithinTheBudget_exitsWithZeroAndWritesTheReport() throws Exception {
        Path json = dir.resolve("report.json");
        assertThat(crowd("--orders-per-minute 20 --orders-per-5s 20 --json " + json))
                .isZero();
        assertThat(shop.orders()).hasSize(20);
        assertThat(Files.readString(json)).contains("\"source\" : \"shop\"", "\"mostIn5s\" : 20", "\"broken\" : [ ]");
    }

    @Test
    void crowd_ordersBeyondTheBudget_exitsWithOne() {
        assertThat(crowd("--orders-per-minute 20 --orders-per-5s 19")).isEqualTo(1);
    }

    private int crowd(String expectation) {
        String arguments = "crowd --buyers 20 --arrivals burst --think 0ms --order-share 1 --leavers 0 --url %s"
                + " --shop-instrument %s %s";
        return Main.commandLine()
                .execute(
                        arguments.formatted(shop.url(), shop.url(), expectation).split(" "));
    }
}
