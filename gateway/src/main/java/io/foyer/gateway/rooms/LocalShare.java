package io.foyer.gateway.rooms;

import io.foyer.admission.line.OrderBatch.OrderLimits;
import io.foyer.admission.line.ShareReply;
import io.foyer.admission.line.ShareRequest;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * This gateway's share of the order budget while the store is away. Confined to the rooms thread.
 *
 * <p>Each second the store tells which share that is. It sets the share aside {@link ShareRequest#SILENT_MILLIS} after the last
 * answer that this gateway is known to have got; a lease and a window later nothing that was reserved before counts at the shop
 * any more, and the share may be used: then this gateway and all others together are within the budget, whether the store is
 * gone for all of them or for this one only. docs/protocol.md has the proof.
 *
 * <p>Orders count here as they do in the store: from the moment they are let through until a window after they were settled. A
 * bucket of one spaces them evenly, so an outage does not begin with a burst. A share below one order is none.
 */
final class LocalShare {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long FIVE_SECONDS_NANOS = 5_000_000_000L;

    /** What clocks may differ by in {@link ShareRequest#KEPT_MILLIS}. */
    private static final long MARGIN_NANOS = 2_000_000_000L;

    private static final long SILENT_NANOS = ShareRequest.SILENT_MILLIS * 1_000_000;
    private static final long KEPT_NANOS = ShareRequest.KEPT_MILLIS * 1_000_000;

    private final String gateway;
    private final Supplier<OrderLimits> limits;
    private final LongSupplier nanoClock;
    private final long startNanos;
    /** By order: when it counts as created; the end of its lease while it is under way. */
    private final Map<String, Long> createdNanos = new HashMap<>();

    private int millionths;
    private long heardAtMillis;
    private long askedNanos;
    private long heardNanos;
    private @Nullable Bucket bucket;
    private long spacingNanos;

    LocalShare(String gateway, Supplier<OrderLimits> limits, LongSupplier nanoClock) {
        this.gateway = gateway;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.startNanos = nanoClock.getAsLong();
    }

    /** What to ask the store for. @param untold orders that the store has not been told of, of those under way no more */
    ShareRequest request(long untold) {
        boolean isApart = untold > 0 || underWay() > 0;
        return new ShareRequest(
                gateway,
                heardAtMillis,
                millionths,
                isApart ? ShareRequest.State.APART : ShareRequest.State.ATTACHED,
                limits.get().leaseMillis());
    }

    /** Takes the answer to a request that left at {@code sentNanos}. Answers come in the order of the requests. */
    void answered(ShareRequest request, ShareReply reply, long sentNanos) {
        if (request.state() == ShareRequest.State.ATTACHED) {
            millionths = reply.millionths();
            heardAtMillis = reply.storeTimeMillis();
            askedNanos = sentNanos;
            heardNanos = nanoClock.getAsLong();
        }
    }

    /** Lets the order through if the share has room for it. */
    boolean tryTake(String order) {
        OrderLimits now = limits.get();
        if (!isUsable(now.leaseMillis() * 1_000_000)) {
            return false;
        }
        forgetOld();
        long perMinute = shareOf(now.perMinute());
        long per5s = shareOf(now.per5s());
        if (within(MINUTE_NANOS) >= perMinute || within(FIVE_SECONDS_NANOS) >= per5s || !isSpaced(perMinute, per5s)) {
            return false;
        }
        createdNanos.put(order, nanoClock.getAsLong() + now.leaseMillis() * 1_000_000);
        return true;
    }

    void created(String order) {
        createdNanos.replace(order, nanoClock.getAsLong());
    }

    void notCreated(String order) {
        createdNanos.remove(order);
    }

    /** When this share may be used if the store does not answer any more, and how fast; null for one below an order. */
    @Nullable
    Allotment allotment() {
        OrderLimits now = limits.get();
        long perMinute = shareOf(now.perMinute());
        long per5s = shareOf(now.per5s());
        return perMinute < 1 || per5s < 1
                ? null
                : new Allotment(
                        heardNanos + SILENT_NANOS,
                        usableFromNanos(now.leaseMillis() * 1_000_000),
                        usableUntilNanos(),
                        spacing(perMinute, per5s),
                        millionths);
    }

    private boolean isUsable(long leaseNanos) {
        long now = nanoClock.getAsLong();
        return millionths > 0 && now - usableFromNanos(leaseNanos) > 0 && now - usableUntilNanos() < 0;
    }

    private long usableFromNanos(long leaseNanos) {
        return heardNanos + SILENT_NANOS + leaseNanos + MINUTE_NANOS + MARGIN_NANOS;
    }

    private long usableUntilNanos() {
        return askedNanos + KEPT_NANOS - MARGIN_NANOS;
    }

    private static long spacing(long perMinute, long per5s) {
        return Math.max(MINUTE_NANOS / perMinute, FIVE_SECONDS_NANOS / per5s);
    }

    private long shareOf(int orders) {
        return (long) orders * millionths / 1_000_000;
    }

    private long within(long windowNanos) {
        long now = nanoClock.getAsLong();
        return createdNanos.values().stream()
                .filter(at -> at - now + windowNanos >= 0)
                .count();
    }

    private long underWay() {
        return within(0);
    }

    private void forgetOld() {
        long now = nanoClock.getAsLong();
        createdNanos.values().removeIf(at -> at - now + MINUTE_NANOS < 0);
    }

    /** A bucket begins empty. */
    private boolean isSpaced(long perMinute, long per5s) {
        long spacing = spacing(perMinute, per5s);
        Bucket tokens = bucket;
        if (tokens == null || spacing != spacingNanos) {
            spacingNanos = spacing;
            tokens = Bucket.builder()
                    .addLimit(limit -> limit.capacity(1)
                            .refillGreedy(1, Duration.ofNanos(spacing))
                            .initialTokens(0))
                    .withCustomTimePrecision(new Monotonic())
                    .build();
            bucket = tokens;
        }
        return tokens.tryConsume(1);
    }

    /** Nanoseconds since this share began: the bucket does not bear a clock that wraps. */
    private final class Monotonic implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoClock.getAsLong() - startNanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
