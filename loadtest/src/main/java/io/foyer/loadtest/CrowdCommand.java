package io.foyer.loadtest;

import io.foyer.loadtest.crowd.Arrivals;
import io.foyer.loadtest.crowd.Counts;
import io.foyer.loadtest.crowd.Crowd;
import io.foyer.loadtest.crowd.CrowdPlan;
import io.foyer.loadtest.crowd.CrowdResult;
import io.foyer.loadtest.crowd.Mix;
import io.foyer.loadtest.report.Expectation;
import io.foyer.loadtest.report.Judge;
import io.foyer.loadtest.report.Report;
import io.foyer.loadtest.report.ReportWriter;
import io.foyer.loadtest.shop.Order;
import io.foyer.loadtest.shop.OrdersJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "crowd",
        description = {
            "Sends a crowd of buyers to any Foyer and judges the line from outside.",
            "Exit code 1 when an invariant broke."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // fields without @Nullable are required or have a default
final class CrowdCommand implements Callable<Integer> {
    /** How the times of arrival are drawn. */
    enum Schedule {
        CONSTANT,
        POISSON,
        BURST
    }

    @Spec
    private CommandSpec spec;

    @Option(names = "--url", required = true, description = "base URL of a gateway; give several for several gateways")
    private List<URI> urls;

    @Option(names = "--path", defaultValue = "/", description = "what the buyers ask for")
    private String path;

    @Option(names = "--buyers", defaultValue = "1000", description = "how many buyers come")
    private int buyers;

    @Option(names = "--arrivals", defaultValue = "poisson", description = "${COMPLETION-CANDIDATES}")
    private Schedule schedule;

    @Option(names = "--rate", defaultValue = "100", description = "arrivals per second, unless in one burst")
    private double perSecond;

    @Option(names = "--think", defaultValue = "5s", description = "mean time from entering to ordering")
    private Duration think;

    @Option(names = "--order-share", defaultValue = "0.8", description = "share of those let in that order")
    private double orderShare;

    @Option(names = "--orders-per-buyer", defaultValue = "1", description = "orders that a buyer tries to create")
    private int ordersPerBuyer;

    @Option(names = "--leavers", defaultValue = "0.05", description = "share that gives up")
    private double leavers;

    @Option(names = "--returners", defaultValue = "0.05", description = "share that goes silent and comes back")
    private double returners;

    @Option(names = "--silence", defaultValue = "30s", description = "how long returners are silent")
    private Duration silence;

    @Option(names = "--api-clients", defaultValue = "0.05", description = "share without cookies")
    private double apiClients;

    @Option(names = "--connections", defaultValue = "4000", description = "bound on open connections")
    private int connections;

    @Option(names = "--duration", defaultValue = "10m", description = "end the crowd after this time at the latest")
    private Duration duration;

    @Option(names = "--shop-instrument", description = "base URL of the toy shop itself, for its own record of orders")
    private @Nullable String shop;

    @Option(names = "--orders-per-minute", description = "the budget to hold the shop's record against")
    private @Nullable Integer ordersPerMinute;

    @Option(names = "--orders-per-5s", description = "the budget to hold the shop's record against")
    private @Nullable Integer ordersPer5s;

    @Option(names = "--grace", defaultValue = "1s", description = "how old a gateway's answer to a poll may be")
    private Duration grace;

    @Option(names = "--json", description = "write the report to this file as well")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        CrowdResult seen;
        try (Crowd crowd = Crowd.open(plan())) {
            crowd.send(buyers, arrivals());
            awaitWithProgress(crowd);
            seen = crowd.finish();
        }
        List<Order> orders = shop == null ? null : OrdersJson.read(shop);
        Report report = Judge.judge(seen, new Expectation(ordersPerMinute, ordersPer5s, grace), orders);
        System.out.print(ReportWriter.text(report));
        if (json != null) {
            Files.writeString(json, ReportWriter.json(report));
        }
        return report.allHeld() ? 0 : 1;
    }

    private CrowdPlan plan() {
        try {
            return CrowdPlan.against(urls)
                    .path(path)
                    .mix(new Mix(leavers, returners, apiClients))
                    .buying(think, orderShare, ordersPerBuyer)
                    .silence(silence)
                    .bounds(connections, buyers);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Arrivals arrivals() {
        try {
            return switch (schedule) {
                case CONSTANT -> Arrivals.constant(perSecond);
                case POISSON -> Arrivals.poisson(perSecond);
                case BURST -> Arrivals.burst();
            };
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void awaitWithProgress(Crowd crowd) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + duration.toNanos();
        Counts counts = crowd.counts();
        while (!crowd.awaitAllGone(least(Duration.ofSeconds(10), deadlineNanos - System.nanoTime()))
                && System.nanoTime() < deadlineNanos) {
            spec.commandLine()
                    .getErr()
                    .printf(
                            "arrived %d, in line %d, let in %d, orders %d, gone %d%n",
                            counts.arrived(), counts.waiting(), counts.entered(), counts.ordered(), counts.gone());
        }
    }

    private static Duration least(Duration step, long nanos) {
        return step.toNanos() < nanos ? step : Duration.ofNanos(nanos);
    }
}
