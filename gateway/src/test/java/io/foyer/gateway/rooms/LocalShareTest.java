package io.foyer.gateway.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.OrderBatch.OrderLimits;
import io.foyer.admission.line.ShareReply;
import io.foyer.admission.line.ShareRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalShareTest {
    private static final long MINUTE_MILLIS = 60_000;
    private static final long LEASE = 45_000;
    private static final long USABLE = ShareRequest.SILENT_MILLIS + LEASE + MINUTE_MILLIS + 2_000;

    private long nowNanos = Long.MAX_VALUE - 1_000_000_000;
    private int ids;

    @ParameterizedTest
    @CsvSource({
        // per minute, per 5 s, share in millionths, the most in any minute
        "60, 10, 500000, 30",
        "60, 10, 250000, 15",
        "100, 30, 333333, 33",
        "8, 8, 250000, 2",
        "600, 5, 500000, 24",
        "600, 1, 500000, 0",
    })
    void tryTake_askedAllTheTime_neverMoreThanTheShareInAnyMinute(int perMinute, int per5s, int share, int most) {
        LocalShare local = share(perMinute, per5s, share);
        advance(USABLE + 1);

        List<Long> taken = takeFor(local, 4 * MINUTE_MILLIS);

        assertThat(mostWithin(MINUTE_MILLIS, taken)).isEqualTo(most);
        assertThat(mostWithin(5_000, taken)).isLessThanOrEqualTo(per5s * share / 1_000_000);
    }

    @Test
    void tryTake_beforeOrdersOfTheTimeInTouchCountNoMore_hasNothing() {
        LocalShare local = share(60, 10, 500_000);

        assertThat(takeFor(local, USABLE)).isEmpty();
        assertThat(takeFor(local, MINUTE_MILLIS)).isNotEmpty();
    }

    @Test
    void tryTake_afterTheStoreGaveTheShareUp_hasNothing() {
        LocalShare local = share(60, 10, 500_000);
        advance(ShareRequest.KEPT_MILLIS - 2_000);

        assertThat(takeFor(local, 10 * MINUTE_MILLIS)).isEmpty();
    }

    @Test
    void tryTake_withoutAnAnswerEver_hasNothing() {
        LocalShare local = new LocalShare("g-1", () -> new OrderLimits(60, 10, LEASE), () -> nowNanos);
        advance(USABLE + 1);

        assertThat(takeFor(local, MINUTE_MILLIS)).isEmpty();
    }

    @Test
    void tryTake_notAskedForLong_savesNothingUp() {
        LocalShare local = share(60, 10, 500_000);
        advance(5 * MINUTE_MILLIS);

        assertThat(mostWithin(MINUTE_MILLIS, takeFor(local, 2 * MINUTE_MILLIS))).isLessThanOrEqualTo(30);
    }

    @Test
    void tryTake_orderUnderWay_countsUntilAMinuteAfterItWasSettled() {
        LocalShare local = share(2, 2, 500_000);
        advance(USABLE + 1);
        assertThat(takeFor(local, MINUTE_MILLIS / 2)).isEmpty();
        advance(MINUTE_MILLIS / 2);
        assertThat(local.tryTake("slow")).isTrue();
        advance(40_000);
        local.created("slow");

        assertThat(takeFor(local, MINUTE_MILLIS)).isEmpty();
        assertThat(takeFor(local, 100)).hasSize(1);
    }

    @Test
    void request_whileOrdersAreUntold_saysSo() {
        LocalShare local = share(60, 10, 500_000);
        advance(USABLE + MINUTE_MILLIS);
        assertThat(local.request(0).state()).isEqualTo(ShareRequest.State.ATTACHED);
        local.tryTake("a");
        assertThat(local.tryTake("b")).isFalse();
        advance(2_000);
        assertThat(local.tryTake("b")).isTrue();

        assertThat(local.request(0).state()).isEqualTo(ShareRequest.State.APART);
        local.created("b");
        advance(1);
        assertThat(local.request(1).state()).isEqualTo(ShareRequest.State.APART);
        assertThat(local.request(0).state()).isEqualTo(ShareRequest.State.ATTACHED);
    }

    private LocalShare share(int perMinute, int per5s, int millionths) {
        LocalShare share = new LocalShare("g-1", () -> new OrderLimits(perMinute, per5s, LEASE), () -> nowNanos);
        share.answered(share.request(0), new ShareReply(millionths, 1), nowNanos);
        return share;
    }

    /** Asks every 50 ms; orders are created at once. When it took, in ms. */
    private List<Long> takeFor(LocalShare share, long millis) {
        List<Long> taken = new ArrayList<>();
        for (long at = 0; at < millis; at += 50) {
            String id = "o" + ids++;
            if (share.tryTake(id)) {
                share.created(id);
                taken.add(at);
            }
            advance(50);
        }
        return taken;
    }

    private static long mostWithin(long windowMillis, List<Long> taken) {
        return taken.stream()
                .mapToLong(from -> taken.stream()
                        .filter(at -> at >= from && at < from + windowMillis)
                        .count())
                .max()
                .orElse(0);
    }

    private void advance(long millis) {
        nowNanos += millis * 1_000_000;
    }
}
