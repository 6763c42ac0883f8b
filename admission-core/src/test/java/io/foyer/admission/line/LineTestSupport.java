package io.foyer.admission.line;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/** One room of a line under test, with the commands in the form that tests like to say them. */
final class LineTestSupport {
    static final RoomId ROOM = new RoomId("arena", "main");
    static final RoomTerms TERMS = new RoomTerms(
            Duration.ofSeconds(20), Duration.ofMinutes(5), Duration.ofSeconds(60), Duration.ofMinutes(10));
    /** Active buyers are not what limits calls. */
    static final CallPlan.Headroom ENDLESS = new CallPlan.Headroom(1_000_000, 0);

    static final long START = 1_800_000_000_000L;

    final LineFixture fixture;
    long nowMillis = START;
    long era;
    private long sequence;

    LineTestSupport(LineFixture fixture) {
        this.fixture = fixture;
        fixture.setTime(nowMillis);
        fixture.setLineage("a1");
    }

    LineTestSupport opened() {
        era = open(await(line().settle(ROOM, heartbeat(0, new long[0], new long[0]), SettleTimes.AT_ONCE)))
                .era();
        return this;
    }

    LineStore line() {
        return fixture.line();
    }

    void advance(long millis) {
        nowMillis += millis;
        fixture.setTime(nowMillis);
    }

    JoinReply join(int size) {
        return join("g1", ++sequence, size);
    }

    JoinReply join(String gateway, long number, int size) {
        return await(line().join(ROOM, new JoinBlock(gateway, number, size, era), TERMS));
    }

    /** A slice that may call exactly so many. */
    CallReply call(int calls) {
        return call(era, calls);
    }

    CallReply call(long servingEra, int calls) {
        advance(1_000);
        return await(line().callNext(ROOM, servingEra, new CallPlan(calls, calls, ENDLESS, 250), TERMS));
    }

    CallNowReply callNow(String request, int calls) {
        return await(line().callNow(ROOM, new CallNow(era, request, calls), TERMS));
    }

    GrantReply grant(long number) {
        return await(line().grant(ROOM, new Place(era, number), TERMS));
    }

    void end(long number) {
        await(line().end(ROOM, new Place(era, number)));
    }

    RoomSnapshot sync(long[] present, long[] active) {
        return open(await(line().sync(ROOM, heartbeat(era, present, active), TERMS)));
    }

    RoomSnapshot look() {
        return sync(new long[0], new long[0]);
    }

    /** Lets time pass in which a gateway reports, and only of these. */
    void pass(Duration time, long[] present, long[] active) {
        for (long passed = 0; passed < time.toMillis(); passed += 1_000) {
            advance(1_000);
            sync(present, active);
        }
    }

    static Heartbeat heartbeat(long era, long[] present, long[] active) {
        return new Heartbeat("g1", era, Known.NOTHING, present, active);
    }

    static long[] numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).toArray();
    }

    static long[] nobody() {
        return new long[0];
    }

    static RoomSnapshot open(SyncReply reply) {
        return reply.fold(
                SyncReply.Open::snapshot,
                noEra -> {
                    throw new AssertionError("the room has no era");
                },
                settling -> {
                    throw new AssertionError("the room is settling");
                });
    }

    static JoinReply.Joined joined(JoinReply reply) {
        return reply.fold(joined -> joined, notOpen -> {
            throw new AssertionError("the room is not open");
        });
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
