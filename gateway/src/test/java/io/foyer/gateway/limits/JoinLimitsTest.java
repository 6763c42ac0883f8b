package io.foyer.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.limits.JoinLimits.Comer;
import io.foyer.gateway.limits.JoinLimits.Rates;
import io.github.bucket4j.TimeMeter;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class JoinLimitsTest {
    private static final Rates RATES = new Rates(2, 5);
    private static final String SHOP = "arena";

    private final LimitTally tally = new LimitTally();
    private final FakeClock clock = new FakeClock();
    private final JoinLimits limits = new JoinLimits(tally, clock);

    private static final class FakeClock implements TimeMeter {
        private long nanos;

        void pass(Duration time) {
            nanos += time.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private static InetAddress address(String text) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
        assertThat(address).isNotNull();
        return address;
    }

    private int taken(String address, Comer comer, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += limits.take(SHOP, RATES, address(address), comer) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void take_burst_isTenSecondsWorth() {
        assertThat(taken("203.0.113.1", Comer.NEW, 100)).isEqualTo(20);
        assertThat(tally.count(Limit.JOINS_PER_ADDRESS)).isEqualTo(80);

        clock.pass(Duration.ofSeconds(3));

        assertThat(taken("203.0.113.1", Comer.NEW, 100)).isEqualTo(6);
    }

    @Test
    void take_whoComesBack_goesAheadOfWhoComesNew() {
        taken("203.0.113.1", Comer.NEW, 100);

        assertThat(taken("203.0.113.1", Comer.BACK, 100)).isEqualTo(20);
        clock.pass(Duration.ofSeconds(3));
        assertThat(taken("203.0.113.1", Comer.NEW, 100))
                .as("what was refilled is for those who came back")
                .isZero();
        assertThat(taken("203.0.113.1", Comer.BACK, 100)).isEqualTo(6);
    }

    @Test
    void take_manyAddressesOfOnePrefix_shareItsRate() {
        int taken = 0;
        for (int host = 1; host <= 200; host++) {
            taken += taken("203.0.113." + host, Comer.NEW, 1);
        }

        assertThat(taken).isEqualTo(50);
        assertThat(tally.count(Limit.JOINS_PER_PREFIX)).isEqualTo(150);
        assertThat(taken("203.0.112.1", Comer.NEW, 1))
                .as("nobody pays for neighbours further off")
                .isEqualTo(1);
    }

    @Test
    void take_refusedByThePrefix_costsTheAddressNothing() {
        for (int host = 1; host <= 60; host++) {
            taken("203.0.113." + host, Comer.NEW, 1);
        }
        taken("203.0.113.250", Comer.NEW, 30);
        clock.pass(Duration.ofSeconds(4));

        assertThat(taken("203.0.113.250", Comer.NEW, 30)).isEqualTo(20);
    }

    @Test
    void take_ipv6_countsBy64And48() {
        int taken = 0;
        for (int host = 1; host <= 100; host++) {
            taken += taken("2001:db8:1:2::" + Integer.toHexString(host), Comer.NEW, 1);
        }
        assertThat(taken).as("one /64").isEqualTo(20);

        for (int net = 3; net <= 100; net++) {
            taken += taken("2001:db8:1:" + Integer.toHexString(net) + "::1", Comer.NEW, 1);
        }
        assertThat(taken).as("one /48").isEqualTo(50);
        assertThat(taken("2001:db8:2:2::1", Comer.NEW, 1)).isEqualTo(1);
    }

    @Test
    void take_otherShopOrOtherRate_isCountedAnew() {
        taken("203.0.113.1", Comer.NEW, 100);

        assertThat(limits.take("other", RATES, address("203.0.113.1"), Comer.NEW))
                .isTrue();
        assertThat(limits.take(SHOP, new Rates(3, 0), address("203.0.113.1"), Comer.NEW))
                .as("a reload takes effect at once")
                .isTrue();
    }

    @Test
    void take_noLimitOrLoopback_isNeverRefused() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(limits.take(SHOP, new Rates(0, 0), address("203.0.113.1"), Comer.NEW))
                    .isTrue();
            assertThat(limits.take(SHOP, new Rates(1, 1), address("127.0.0.1"), Comer.NEW))
                    .isTrue();
        }
    }

    @Test
    void networks_anyNumber_stayWithinTheBound() {
        for (int i = 0; i < 200_000; i++) {
            limits.take(
                    SHOP,
                    RATES,
                    address((i >> 16 & 0xff) + 1 + "." + (i >> 8 & 0xff) + "." + (i & 0xff) + ".7"),
                    Comer.NEW);
        }

        assertThat(limits.networks()).isBetween(JoinLimits.NETWORKS_MAX / 2L, (long) JoinLimits.NETWORKS_MAX);
        assertThat(tally.forgotten(BoundedCache.JOIN_RATES)).isPositive();
    }

    @Test
    void networks_aMillionPrefixesOfOneOwner_areLetThroughAndCostNoMoreMemory() throws Exception {
        byte[] bytes = address("2001:db8::1").getAddress();
        Rates strict = new Rates(1, 1);
        for (int i = 0; i < 1_000_000; i++) {
            bytes[2] = (byte) (i >> 16);
            bytes[3] = (byte) (i >> 8);
            bytes[5] = (byte) i;
            assertThat(limits.take(SHOP, strict, InetAddress.getByAddress(bytes), Comer.NEW))
                    .as("each /48 has its own rate")
                    .isTrue();
            if (i % 100_000 == 0) {
                assertThat(limits.networks()).isLessThanOrEqualTo(JoinLimits.NETWORKS_MAX);
            }
        }

        assertThat(limits.networks()).isLessThanOrEqualTo(JoinLimits.NETWORKS_MAX);
        assertThat(tally.forgotten(BoundedCache.JOIN_RATES)).isGreaterThan(1_000_000);
    }
}
