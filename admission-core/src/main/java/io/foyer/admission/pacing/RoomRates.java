package io.foyer.admission.pacing;

import io.foyer.admission.pacing.PacingInput.RoomLoad;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Divides the calls of a shop among its rooms: by weight, and none beyond its own limit, which holds for its lanes, too. */
final class RoomRates {
    private static final double MINUTE_SECONDS = 60;
    private static final double IDLE_SHARE = 0.1;

    private final List<RoomLoad> rooms;
    private final int shopOrdersPerMinute;
    private final double orderShare;

    /** @param orderShare of those called that order */
    RoomRates(PacingInput input, double orderShare) {
        rooms = input.rooms();
        shopOrdersPerMinute = input.budget().ordersPerMinute();
        this.orderShare = orderShare;
    }

    /**
     * A room where nobody waits asks for twice what it used lately; what nobody asks for is shared out as well.
     *
     * @param total calls a second
     * @param lately calls a second of a room
     */
    double[] of(double total, ToDoubleFunction<RoomLoad> lately) {
        double[] rates = new double[rooms.size()];
        double[] limits = new double[rates.length];
        double[] asked = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            RoomLoad room = rooms.get(i);
            limits[i] = room.paused() ? 0 : ownLimit(room);
            double idle = Math.max(2 * lately.applyAsDouble(room), IDLE_SHARE * total / rates.length);
            asked[i] = Math.min(limits[i], room.isBusy() ? total : idle);
        }
        add(rates, total, asked);
        for (int i = 0; i < rates.length; i++) {
            limits[i] -= rates[i];
        }
        add(rates, Math.max(0, total - Arrays.stream(rates).sum()), limits);
        return rates;
    }

    private double ownLimit(RoomLoad room) {
        return room.ordersPerMinute() < shopOrdersPerMinute
                ? room.ordersPerMinute() / MINUTE_SECONDS / orderShare
                : Double.MAX_VALUE;
    }

    /** @param asked what each could use beside its rate */
    private void add(double[] rates, double total, double[] asked) {
        for (RoomLoad room : rooms) {
            divideLimit(room, rates, asked);
        }
        double[] weights = rooms.stream().mapToDouble(RoomLoad::weight).toArray();
        double[] more = Shares.of(total, asked, weights);
        for (int i = 0; i < rates.length; i++) {
            rates[i] += more[i];
        }
    }

    /** What a room's limit leaves is divided among the room and its lanes. */
    private void divideLimit(RoomLoad room, double[] rates, double[] asked) {
        int[] together = IntStream.range(0, rates.length)
                .filter(i -> rooms.get(i).within().equals(room.room()))
                .toArray();
        double limit = ownLimit(room);
        if (together.length < 2 || limit == Double.MAX_VALUE) {
            return;
        }
        double left = Math.max(0, limit - at(rates, together).sum());
        double[] weights =
                IntStream.of(together).mapToDouble(i -> rooms.get(i).weight()).toArray();
        double[] shares = Shares.of(left, at(asked, together).toArray(), weights);
        for (int i = 0; i < together.length; i++) {
            asked[together[i]] = shares[i];
        }
    }

    private static DoubleStream at(double[] values, int[] indices) {
        return IntStream.of(indices).mapToDouble(i -> values[i]);
    }
}
