package io.foyer.admission.line;

import static io.foyer.admission.line.LineTestSupport.ROOM;
import static io.foyer.admission.line.LineTestSupport.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A shop with more buyers than budget: keeps orders waiting, creates each some time after it was let through and settles
 * it some time later still, some not created at all. Looks at the shop's own times only.
 */
final class ShopTraffic {
    private static final int WAITING = 12;
    private static final long STEP_MILLIS = 50;

    private final LineTestSupport room;
    private final OrderBatch.OrderLimits limits;
    private final Random random;
    private final Deque<OrderBatch.Order> waiting = new ArrayDeque<>();
    private final List<UnderWay> underWay = new ArrayList<>();
    private final List<Long> createdAtMillis = new ArrayList<>();
    private long numbers;

    private record UnderWay(OrderBatch.Order order, boolean creates, long settlesAtMillis) {}

    ShopTraffic(LineTestSupport room, OrderBatch.OrderLimits limits, long seed) {
        this.room = room;
        this.limits = limits;
        random = new Random(seed);
    }

    void run(Duration time) {
        long end = room.nowMillis + time.toMillis();
        while (room.nowMillis < end) {
            settleDue();
            ask();
            room.advance(STEP_MILLIS);
        }
    }

    private void ask() {
        while (waiting.size() < WAITING) {
            numbers++;
            waiting.add(new OrderBatch.Order("t" + numbers, numbers, 1));
        }
        List<OrderBatch.Order> asked = List.copyOf(waiting);
        List<OrderVerdict> verdicts =
                await(room.line().reserveOrders(ROOM, new OrderBatch("g1", room.era, limits, asked)));
        for (int i = 0; i < asked.size(); i++) {
            if (verdicts.get(i).kind() == OrderVerdict.Kind.RESERVED) {
                waiting.remove(asked.get(i));
                letThrough(asked.get(i));
            }
        }
    }

    private void letThrough(OrderBatch.Order order) {
        boolean creates = random.nextInt(10) > 0;
        long createdAt = room.nowMillis + random.nextInt(400);
        if (creates) {
            createdAtMillis.add(createdAt);
        }
        underWay.add(new UnderWay(order, creates, createdAt + random.nextInt(300)));
    }

    private void settleDue() {
        List<UnderWay> due = underWay.stream()
                .filter(order -> order.settlesAtMillis() <= room.nowMillis)
                .toList();
        underWay.removeAll(due);
        List<OrderResult> results = due.stream()
                .map(order -> new OrderResult(
                        room.era,
                        order.order().number(),
                        order.order().id(),
                        order.creates() ? OrderResult.Kind.CREATED : OrderResult.Kind.NOT_CREATED))
                .toList();
        await(room.line().settleOrders(ROOM, results));
    }

    int created() {
        return createdAtMillis.size();
    }

    /** The most orders that any span of this length saw created. */
    int mostWithin(long windowMillis) {
        List<Long> times = createdAtMillis.stream().sorted().toList();
        int most = 0;
        for (int first = 0, last = 0; last < times.size(); last++) {
            while (times.get(last) - times.get(first) >= windowMillis) {
                first++;
            }
            most = Math.max(most, last - first + 1);
        }
        return most;
    }
}
