package io.foyer.admission.simulation;

import io.foyer.admission.line.SalePlan;
import io.foyer.admission.pacing.PacingInput.ShopBudget;
import io.foyer.admission.simulation.SaleResult.Coverage;
import io.foyer.admission.simulation.SaleSetting.Attention;
import io.foyer.admission.simulation.SaleSetting.Crowd;
import io.foyer.admission.simulation.SaleSetting.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Random sales of several kinds, and how many of their buyers went in within the range that they were told on joining. As a program
 * it prints the table of docs/waits.md, in some minutes: {@code WaitCalibration SALES SEED}.
 */
public final class WaitCalibration {
    enum Kind {
        STEADY,
        PRICE_TIER_SELLS_OUT,
        BUYERS_GIVE_UP,
        WAVE,
        PAUSED,
        CONVERSION_DRIFTS,
        NEARLY_ALL_ORDER,
        ACTIVE_BUYERS_BIND,
        LOBBY,
        DRAWN_LOBBY
    }

    private WaitCalibration() {}

    static Coverage of(Kind kind, long seed, int budgetMax) {
        Random random = new Random(seed);
        int budget = (int) Math.round(30 * Math.pow(budgetMax / 30.0, random.nextDouble()));
        double share = Math.min(0.95, Math.max(0.08, 0.35 * Math.exp(0.5 * random.nextGaussian())));
        if (kind == Kind.NEARLY_ALL_ORDER) {
            share = 0.95;
        }
        int buyers = (int) (budget / share * (30 + random.nextInt(90)));
        Arrivals arrivals = arrivals(kind, random);
        Course conversion = conversion(kind, share, random);
        Duration checkout = Duration.ofSeconds(30 + random.nextInt(120));
        Crowd crowd = new Crowd(
                buyers,
                arrivals,
                conversion,
                Checkout.logNormal(checkout, 0.6),
                kind == Kind.BUYERS_GIVE_UP
                        ? Optional.of(Duration.ofMinutes(30 + random.nextInt(60)))
                        : Optional.empty(),
                Attention.POLLS);
        Course paused = Course.steady(0);
        if (kind == Kind.PAUSED) {
            paused = paused.then(Duration.ofMinutes(25), 1).then(Duration.ofMinutes(29), 0);
        }
        Shop shop = Shop.steady(Duration.ofMillis(200)).with(Course.steady(1), paused);
        SaleSetting.Room room = new SaleSetting.Room("sale", budget, 1, plan(kind, random), crowd);
        return Sale.run(new SaleSetting(
                        seed, Duration.ofHours(6), rules(kind, budget, crowd, checkout), List.of(room), shop))
                .coverage();
    }

    private static Arrivals arrivals(Kind kind, Random random) {
        if (kind == Kind.WAVE) {
            return new Arrivals(Arrivals.Shape.WAVE, Duration.ofMinutes(60));
        }
        boolean isPlanned = kind == Kind.LOBBY || kind == Kind.DRAWN_LOBBY;
        return new Arrivals(
                isPlanned ? Arrivals.Shape.EVEN : Arrivals.Shape.RUSH, Duration.ofMinutes(10 + random.nextInt(40)));
    }

    /** A lobby of 10 to 30 minutes: some crowds are all there at the start, of others the half comes later. */
    private static SalePlan plan(Kind kind, Random random) {
        if (kind != Kind.LOBBY && kind != Kind.DRAWN_LOBBY) {
            return SalePlan.ALWAYS;
        }
        Duration lobby = Duration.ofMinutes(10 + random.nextInt(20));
        return new SalePlan(1, lobby.toMillis(), Long.MAX_VALUE, kind == Kind.DRAWN_LOBBY);
    }

    /** Where active buyers bind, a half to nine tenths of the budget can be used (Little's law). */
    private static SaleSetting.Rules rules(Kind kind, int budget, Crowd crowd, Duration checkout) {
        SaleSetting.Rules rules = Sales.rules(budget);
        if (kind != Kind.ACTIVE_BUYERS_BIND) {
            return rules;
        }
        double share = crowd.conversion().at(Duration.ZERO);
        double idle = 1.25 * rules.terms().sessionIdle().toSeconds();
        double stay = checkout.toSeconds() * 1.2 + (1 - share) * idle;
        double part = 0.5 + 0.4 * (crowd.buyers() % 10) / 10;
        long active = Math.max(2, Math.round(part * budget / 60.0 / share * stay));
        return Sales.rules(new ShopBudget(
                budget, (budget + 2) / 3, active, rules.terms().sessionIdle().toSeconds()));
    }

    private static Course conversion(Kind kind, double share, Random random) {
        Course course = Course.steady(share);
        if (kind == Kind.PRICE_TIER_SELLS_OUT) {
            course = course.then(Duration.ofMinutes(15 + random.nextInt(30)), share * 0.6);
        }
        for (int minute = 1; kind == Kind.CONVERSION_DRIFTS && minute < 90; minute++) {
            course = course.then(Duration.ofMinutes(minute), share * (1 - 0.4 * minute / 90));
        }
        return course;
    }

    public static void main(String[] args) {
        int sales = args.length > 0 ? Integer.parseInt(args[0]) : 6;
        long seed = args.length > 1 ? Long.parseLong(args[1]) : 1;
        System.out.println("| sales | of them | within | sooner | later |");
        System.out.println("|---|---:|---:|---:|---:|");
        double[] all = new double[3];
        for (Kind kind : Kind.values()) {
            double[] sums = new double[3];
            for (int i = 0; i < sales; i++) {
                Coverage coverage = of(kind, seed * 1_000 + kind.ordinal() * 100 + i, 300);
                sums[0] += coverage.within() / sales;
                sums[1] += coverage.sooner() / sales;
                sums[2] += coverage.later() / sales;
            }
            print(kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), sales, sums);
            for (int i = 0; i < all.length; i++) {
                all[i] += sums[i] / Kind.values().length;
            }
        }
        print("all", sales * Kind.values().length, all);
    }

    private static void print(String name, int sales, double[] parts) {
        System.out.printf(
                "| %s | %d | %.0f %% | %.0f %% | %.0f %% |%n",
                name, sales, 100 * parts[0], 100 * parts[1], 100 * parts[2]);
    }
}
