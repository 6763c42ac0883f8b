package io.foyer.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressLimitsTest {
    private static final InetAddress ONE = address("203.0.113.1");
    private static final InetAddress OTHER = address("203.0.113.2");

    private static InetAddress address(String text) {
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(text);
        assertThat(address).isNotNull();
        return address;
    }

    private static AddressLimits limits(int connections, int requests) {
        return new AddressLimits(connections, requests, new LimitTally());
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.1, 203.0.113.1, true",
        "203.0.113.1, 203.0.113.2, false",
        "203.0.113.1, 202.0.113.1, false",
        "203.0.113.1, ::ffff:203.0.113.1, true",
        "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff, true",
        "2001:db8:1:2::1, 2001:db8:1:3::1, false",
        "2001:db8:1:2::1, 2001:db9:1:2::1, false",
        "0.0.0.0, ::, false"
    })
    void key_isTheAddressOrTheNetworkOfIpv6(String one, String other, boolean same) {
        assertThat(AddressKey.of(address(one)).equals(AddressKey.of(address(other))))
                .isEqualTo(same);
    }

    @Test
    void enter_oneTooMany_isRefusedUntilOneLeaves() {
        AddressLimits limits = limits(2, 0);

        assertThat(limits.enter(ONE)).isTrue();
        assertThat(limits.enter(ONE)).isTrue();
        assertThat(limits.enter(ONE)).isFalse();
        assertThat(limits.enter(OTHER)).as("nobody pays for somebody else").isTrue();
        limits.left(ONE);
        assertThat(limits.enter(ONE)).isTrue();
    }

    @Test
    void left_lastOne_leavesNothingBehind() {
        AddressLimits limits = limits(2, 0);
        limits.enter(ONE);
        limits.enter(ONE);
        limits.enter(ONE);
        limits.left(ONE);
        limits.left(ONE);

        assertThat(limits.addresses()).isZero();
    }

    @Test
    void loopback_isNotLimited() {
        AddressLimits limits = limits(1, 1);
        for (int i = 0; i < 10; i++) {
            assertThat(limits.enter(address("127.0.0.1"))).isTrue();
            assertThat(limits.enter(address("::1"))).isTrue();
        }

        assertThat(limits.allowance(address("127.0.0.1"))).isSameAs(Allowance.UNLIMITED);
        assertThat(limits.addresses()).isZero();
    }

    @Test
    void use_lowerLimit_holdsForTheNextConnection() {
        AddressLimits limits = limits(0, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(limits.enter(ONE)).isTrue();
        }
        limits.use(3, 0);

        assertThat(limits.enter(ONE)).isFalse();
    }

    @Test
    void enter_manyThreads_neverLetsMoreIn() throws Exception {
        AddressLimits limits = limits(7, 0);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            threads.execute(() -> {
                for (int i = 0; i < 20_000; i++) {
                    boolean first = limits.enter(ONE);
                    boolean second = limits.enter(ONE);
                    most.accumulateAndGet(inside.addAndGet((first ? 1 : 0) + (second ? 1 : 0)), Math::max);
                    inside.addAndGet(-((first ? 1 : 0) + (second ? 1 : 0)));
                    if (first) {
                        limits.left(ONE);
                    }
                    if (second) {
                        limits.left(ONE);
                    }
                }
                done.countDown();
            });
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        threads.shutdown();

        assertThat(most.get()).isLessThanOrEqualTo(7);
        assertThat(limits.addresses()).isZero();
    }

    @Test
    void allowance_burst_isFourSecondsWorthHoweverManyConnections() {
        AddressLimits limits = limits(0, 1_000);
        int taken = 0;
        for (int connection = 0; connection < 8; connection++) {
            Allowance allowance = limits.allowance(ONE);
            for (int i = 0; i < 10_000 && allowance.take(); i++) {
                taken++;
            }
        }

        assertThat(taken).isBetween(4_000, 20_000);
        assertThat(limits.allowance(OTHER).take()).isTrue();
    }

    @Test
    void allowance_shortConnections_holdNothingBack() {
        AddressLimits limits = limits(0, 1);
        int taken = 0;
        while (taken < 100 && limits.allowance(ONE).take()) {
            taken++;
        }

        assertThat(taken).isBetween(4, 99);
    }

    @Test
    void allowance_unlimited_alwaysTakes() {
        for (int i = 0; i < 100; i++) {
            assertThat(Allowance.UNLIMITED.take()).isTrue();
        }
    }

    @Test
    void tally_countsEachLimit() {
        LimitTally tally = new LimitTally();
        tally.reached(Limit.BODY_SIZE, ONE);
        tally.reached(Limit.BODY_SIZE, ONE);

        assertThat(tally.count(Limit.BODY_SIZE)).isEqualTo(2);
        assertThat(tally.count(Limit.BODY_RATE)).isZero();
    }
}
