package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.RoomId;
import io.foyer.gateway.rooms.Recall;
import io.foyer.gateway.rooms.WaitResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RoomTrafficTest {
    @Test
    void events_everyOne_isCounted() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Meters meters = new Meters()) {
            RoomTraffic traffic = new RoomTraffic(meters);
            traffic.rollOverflowed();
            traffic.recallGrew(Recall.GRANTS, 3);
            traffic.recallGrew(Recall.GRANTS, -1);
            traffic.recallDropped(Recall.CREDITS);
            traffic.storeLost(new RoomId("arena", "main"));
            traffic.storeReturned(new RoomId("arena", "main"));
            traffic.waitEnded(new RoomId("arena", "main"), WaitResult.WITHIN);
            traffic.orderHeld("arena", 2_000_000_000L);
            traffic.orderRefused("arena");
            traffic.orderOnLocalShare("arena");
            traffic.orderResultForgotten(new RoomId("arena", "main"));
            meters.scrape(out, Meters.TEXT);
        }

        assertThat(out.toString(UTF_8).lines())
                .contains(
                        "foyer_presence_overflows_total 1.0",
                        "foyer_recall_entries{memory=\"grants\"} 2.0",
                        "foyer_recall_dropped_total{memory=\"credits\"} 1.0",
                        "foyer_wait_promises_total{result=\"within\",room=\"main\",shop=\"arena\"} 1.0",
                        "foyer_room_store_losses_total{room=\"main\",shop=\"arena\"} 1.0",
                        "foyer_order_hold_duration_seconds_sum{shop=\"arena\"} 2.0",
                        "foyer_order_results_forgotten_total{room=\"main\",shop=\"arena\"} 1.0",
                        "foyer_orders_refused_total{shop=\"arena\"} 1.0",
                        "foyer_orders_on_local_share_total{shop=\"arena\"} 1.0");
    }

    @Test
    void storeWatch_remembersWhatWasHeardLast() {
        StoreWatch watch = new StoreWatch();
        assertThat(watch.figures().up()).isFalse();

        watch.up("redis 7.0.15");
        assertThat(watch.figures().up()).isTrue();

        watch.down("connection refused");
        assertThat(watch.figures().up()).isFalse();
        assertThat(watch.figures().detail()).isEqualTo("connection refused");
    }
}
