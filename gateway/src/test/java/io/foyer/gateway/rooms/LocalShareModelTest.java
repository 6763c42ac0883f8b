package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.InMemoryLine;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.OrderBatch;
import io.foyer.admission.line.OrderBatch.OrderLimits;
import io.foyer.admission.line.OrderResult;
import io.foyer.admission.line.OrderVerdict;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.ShareReply;
import io.foyer.admission.line.ShareRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Gateways that are cut off from the store at random, one by one or all together, some of them only on the way back, while
 * orders wait at all of them all the time and the shop takes as long as it may: whatever reaches the shop, by the store or by
 * local shares, no window is exceeded.
 */
final class LocalShareModelTest {
    private static final RoomId ROOM = new RoomId("arena", "main");
    private static final OrderLimits SMALL = new OrderLimits(24, 8, 20_000);

    /** Shares space their orders by a second, and orders may be under way for most of a window. */
    private static final OrderLimits LARGE = new OrderLimits(240, 240, 40_000);

    private static final long TICK = 250;

    private final InMemoryLine line = new InMemoryLine();
    private final List<Gateway> gateways = new ArrayList<>();
    private final Deque<Long> lastMinute = new ArrayDeque<>();
    private long nowMillis = 1_800_000_000_000L;
    private long ids;
    private long apart;
    /** The shop stands still and then creates all that gathered at once. */
    private boolean isStalling;

    /** Each order takes as long as it may. */
    private boolean isSlow;

    private Random random = new Random(0);
    private OrderLimits limits = SMALL;

    private void begin(long seed, int size) {
        random = new Random(seed);
        line.setTime(nowMillis);
        line.settle(ROOM, Heartbeat.silent("g0-1", 0, Known.NOTHING), SettleTimes.AT_ONCE);
        for (int i = 0; i < size; i++) {
            gateways.add(new Gateway("g" + i + "-1"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void cutOffAtRandom_noWindowAtTheShopIsExceeded(long seed) {
        begin(seed, 2 + (int) (seed % 2));
        for (int phase = 0; phase < 30; phase++) {
            for (Gateway gateway : gateways) {
                gateway.link = random.nextInt(3) == 0 ? Link.UP : Link.values()[random.nextInt(3)];
            }
            isStalling = random.nextInt(3) == 0;
            play(random.nextInt(5) == 0 ? 720_000 : 1_000 * random.nextInt(180));
        }
        assertThat(apart).as("seed " + seed + ": orders on local shares").isPositive();
    }

    @Test
    void oneOfTwoCutOff_bothGoOnAndNoWindowAtTheShopIsExceeded() {
        begin(11, 2);
        play(120_000);
        gateways.get(0).link = Link.DOWN;
        play(ShareRequest.KEPT_MILLIS - 10_000);
        assertThat(apart).as("by the one cut off").isGreaterThan(6 * 6);
        assertThat(gateways.get(1).reserved).as("by the other").isGreaterThan(6 * 15);
        gateways.get(0).link = Link.UP;
        play(120_000);
        long before = gateways.get(0).reserved + gateways.get(1).reserved;
        play(120_000);
        assertThat(gateways.get(0).reserved + gateways.get(1).reserved - before)
                .as("the whole budget again")
                .isGreaterThan(2 * 18);
    }

    /** All that the store lets through before it sets the share aside is created as late as it can be. */
    @Test
    void cutOffAsOthersFillTheWindow_beforeAShopThatStalls_noWindowAtTheShopIsExceeded() {
        limits = LARGE;
        begin(13, 2);
        gateways.forEach(gateway -> gateway.ordersATick = 0);
        play(120_000);
        gateways.forEach(gateway -> gateway.ordersATick = 10);
        isSlow = true;
        play(10_000);
        gateways.get(0).link = Link.DOWN;
        play(ShareRequest.SILENT_MILLIS + 1_000);
        isSlow = false;
        play(180_000);

        assertThat(apart).as("by the one cut off").isPositive();
    }

    @Test
    void storeAwayForAll_goesOnWithHalfTheBudget() {
        begin(12, 3);
        play(10_000);
        gateways.forEach(gateway -> gateway.link = Link.DOWN);
        play(300_000);

        assertThat(apart).isBetween(2 * 12L, 4 * 12L);
    }

    private enum Link {
        UP,
        DOWN,
        /** The store hears, but its answers are lost. */
        DEAF
    }

    private void play(long millis) {
        for (long at = 0; at < millis; at += TICK) {
            nowMillis += TICK;
            line.setTime(nowMillis);
            gateways.forEach(Gateway::tick);
        }
    }

    private void created() {
        lastMinute.add(nowMillis);
        while (lastMinute.peek() <= nowMillis - 60_000) {
            lastMinute.remove();
        }
        assertThat(lastMinute).as("orders in a minute").hasSizeLessThanOrEqualTo(limits.perMinute());
        assertThat(lastMinute.stream().filter(at -> at > nowMillis - 5_000).count())
                .as("orders in 5 s")
                .isLessThanOrEqualTo(limits.per5s());
    }

    private final class Gateway {
        private final String name;
        private final LocalShare share;
        private final List<String> untold = new ArrayList<>();
        private final Map<String, Long> underWay = new HashMap<>();
        private final Map<String, Boolean> isApart = new HashMap<>();
        private Link link = Link.UP;
        private int ordersATick = 1;
        private long reserved;

        private Gateway(String name) {
            this.name = name;
            this.share = new LocalShare(name, () -> limits, () -> nowMillis * 1_000_000);
        }

        private void tick() {
            finish();
            tell();
            if (nowMillis % 1_000 == 0) {
                keep();
            }
            for (int i = 0; i < ordersATick; i++) {
                order();
            }
        }

        private void keep() {
            ShareRequest request = share.request(untold.size());
            if (link != Link.DOWN) {
                ShareReply reply =
                        line.keepShare(ROOM, request).toCompletableFuture().join();
                if (link == Link.UP) {
                    share.answered(request, reply, nowMillis * 1_000_000);
                }
            }
        }

        private void order() {
            long number = ++ids;
            String id = name + number;
            if (link != Link.UP) {
                if (share.tryTake(id)) {
                    apart++;
                    start(id, true);
                }
                return;
            }
            OrderBatch batch = new OrderBatch(name, 1, limits, List.of(new OrderBatch.Order(id, number, 1)));
            OrderVerdict verdict =
                    line.reserveOrders(ROOM, batch).toCompletableFuture().join().get(0);
            if (verdict.kind() == OrderVerdict.Kind.RESERVED) {
                reserved++;
                start(id, false);
            } else {
                settle(id, OrderResult.Kind.NOT_CREATED);
            }
        }

        /** Most orders are quick; some take as long as a lease. */
        private void start(String id, boolean byShare) {
            long takes = random.nextInt(5) == 0 ? random.nextInt((int) limits.leaseMillis()) : random.nextInt(2_000);
            long stall = limits.leaseMillis() - 1_000;
            long until = isStalling ? (nowMillis / stall + 1) * stall : nowMillis + (isSlow ? stall : takes);
            underWay.put(id, until);
            isApart.put(id, byShare);
        }

        private void finish() {
            for (String id : List.copyOf(underWay.keySet())) {
                if (underWay.getOrDefault(id, 0L) <= nowMillis) {
                    underWay.remove(id);
                    created();
                    share.created(id);
                    untold.add(id);
                }
            }
        }

        private void tell() {
            if (link == Link.DOWN) {
                return;
            }
            for (String id : untold) {
                boolean byShare = isApart.getOrDefault(id, false);
                settle(id, byShare ? OrderResult.Kind.CREATED_APART : OrderResult.Kind.CREATED);
            }
            if (link == Link.UP) {
                untold.clear();
            }
        }

        private void settle(String id, OrderResult.Kind kind) {
            line.settleOrders(ROOM, List.of(new OrderResult(1, 1, id, kind)));
        }
    }
}
