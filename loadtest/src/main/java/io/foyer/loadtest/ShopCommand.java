package io.foyer.loadtest;

import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.shop.Behaviour;
import io.foyer.loadtest.shop.Shop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "shop",
        description =
                "Runs the toy ticket shop alone, until Ctrl-C. GET /instrument/orders tells every order it created.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ShopCommand implements Runnable {
    @Option(names = "--port", defaultValue = "8081", description = "port on the loopback address")
    private int port;

    @Option(names = "--latency", defaultValue = "0ms", description = "added before every answer")
    @SuppressWarnings("NullAway.Init") // has a default
    private Duration latency;

    @Option(names = "--failure-share", defaultValue = "0", description = "share of orders that fail, 0 to 1")
    private double failureShare;

    @Override
    public void run() {
        if (port != 0 && !FreePorts.isFree(port)) {
            throw new IllegalStateException("port " + port + " is in use: choose another with --port PORT");
        }
        try (Shop shop = Shop.start(port)) {
            shop.behave(new Behaviour(latency, failureShare));
            System.out.println(shop.url());
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
