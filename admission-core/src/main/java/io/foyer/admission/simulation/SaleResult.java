package io.foyer.admission.simulation;

import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** What came of a simulated sale. */
public final class SaleResult {
    private final SaleSetting setting;
    private final int endTick;
    private final Series series;
    private final List<RoomResult> rooms;
    private final int[] holdTicks;
    private final int[] forwardedTicks;
    private final int refused;

    SaleResult(SaleSetting setting, int endTick, Series series, List<RoomResult> rooms, VirtualGate gate) {
        this.setting = setting;
        this.endTick = endTick;
        this.series = series;
        this.rooms = List.copyOf(rooms);
        this.holdTicks = gate.holdTicks();
        this.forwardedTicks = gate.forwardedTicks();
        this.refused = gate.refused();
    }

    /** @param waitSeconds waited by those who went in, a lobby left out */
    public record Buyers(int joined, int entered, int ordered, int left, Spread waitSeconds) {
        static Buyers of(List<Visits> rooms) {
            return new Buyers(
                    count(rooms, Visits::hasJoined),
                    count(rooms, Visits::hasEntered),
                    count(rooms, Visits::hasOrdered),
                    count(rooms, Visits::hasLeft),
                    Spread.of(rooms.stream()
                            .flatMapToDouble(visits ->
                                    visits.buyers().filter(visits::hasEntered).mapToDouble(visits::waitSeconds))
                            .sorted()
                            .toArray()));
        }

        private static int count(List<Visits> rooms, BiPredicate<Visits, Integer> what) {
            return (int) rooms.stream()
                    .mapToLong(visits -> visits.buyers()
                            .filter(buyer -> what.test(visits, buyer))
                            .count())
                    .sum();
        }

        /** Who was still in line when the sale or the simulation ended. */
        public int unserved() {
            return joined - entered - left;
        }
    }

    /** How promises turned out, as shares of those who were promised something and went in. */
    public record Coverage(int promised, double within, double sooner, double later) {
        static Coverage of(List<Visits> rooms) {
            int promised = 0;
            int sooner = 0;
            int later = 0;
            for (Visits visits : rooms) {
                for (int buyer = 0; buyer < visits.size(); buyer++) {
                    if (visits.wasPromised(buyer) && visits.hasEntered(buyer)) {
                        promised++;
                        sooner += visits.waitedSeconds(buyer) < visits.lowSeconds(buyer) ? 1 : 0;
                        later += visits.waitedSeconds(buyer) > visits.highSeconds(buyer) ? 1 : 0;
                    }
                }
            }
            double all = Math.max(1, promised);
            return new Coverage(promised, 1 - (sooner + later) / all, sooner / all, later / all);
        }
    }

    /** Quantiles of something. */
    public record Spread(double tenth, double median, double ninetieth, double most) {
        static Spread of(double[] sorted) {
            return new Spread(quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9), quantile(sorted, 1));
        }
    }

    /** One who waited: what was promised, and what came of it, in seconds. */
    public record Wait(double joinedSeconds, double waitedSeconds, int low, int likely, int high) {}

    public SaleSetting setting() {
        return setting;
    }

    public double seconds() {
        return Ticks.seconds(endTick);
    }

    public Series series() {
        return series;
    }

    /** Orders that were held for as long as allowed and sent back to try again. */
    public int refused() {
        return refused;
    }

    /** One at least, in the order of the setting. */
    public List<RoomResult> rooms() {
        return rooms;
    }

    /** Of all rooms. */
    public Buyers buyers() {
        return Buyers.of(rooms.stream().map(RoomResult::visits).toList());
    }

    /** Of all rooms. */
    public Coverage coverage() {
        return Coverage.of(rooms.stream().map(RoomResult::visits).toList());
    }

    /** Seconds that orders forwarded from {@code fromSecond} on were held. */
    public Spread holds(int fromSecond) {
        return Spread.of(IntStream.range(0, holdTicks.length)
                .filter(i -> forwardedTicks[i] >= fromSecond * Ticks.A_SECOND)
                .mapToDouble(i -> Ticks.seconds(holdTicks[i]))
                .sorted()
                .toArray());
    }

    /** Orders created from one second to another, as a share of what the budget allows. */
    public double use(int fromSecond, int toSecond) {
        int created = series.at(toSecond).created() - series.at(fromSecond).created();
        double allowed = setting.rules().budget().ordersPerMinute() / 60.0 * (toSecond - fromSecond);
        return created / allowed;
    }

    /** The same over all seconds in which somebody waited in a room that had started. */
    public double useWhileWaiting() {
        int waiting = 0;
        int created = 0;
        for (int second = 1; second < series.length(); second++) {
            if (series.at(second).callable() > 0) {
                waiting++;
                created += series.created(second, 1);
            }
        }
        return created / Math.max(1, setting.rules().budget().ordersPerMinute() / 60.0 * waiting);
    }

    /** The most orders that reached the shop within any span. */
    public int forwardedWithinMax(int spanSeconds) {
        int most = 0;
        int from = 0;
        for (int to = 0; to < forwardedTicks.length; to++) {
            while (forwardedTicks[from] <= forwardedTicks[to] - spanSeconds * Ticks.A_SECOND) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    private static double quantile(double[] sorted, double at) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.round(at * (sorted.length - 1))];
    }
}
