package io.foyer.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.ops.ShopMeters.Lazy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ShopMetersTest {

    @Test
    void lazy_twoWhoRace_getTheSame() throws Exception {
        CountDownLatch inMaker = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Object> made = new ArrayList<>();
        Lazy<Object> lazy = new Lazy<>(() -> {
            inMaker.countDown();
            awaitQuietly(goOn);
            Object meter = new Object();
            made.add(meter);
            return meter;
        });

        CompletableFuture<Object> first = CompletableFuture.supplyAsync(lazy::get, task -> new Thread(task).start());
        inMaker.await();
        CompletableFuture<Object> got = new CompletableFuture<>();
        Thread second = new Thread(() -> got.complete(lazy.get()));
        second.start();
        while (second.getState() == Thread.State.NEW || second.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        goOn.countDown();

        assertThat(got.get()).isSameAs(first.get());
        assertThat(made).as("a gauge is registered once").hasSize(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
