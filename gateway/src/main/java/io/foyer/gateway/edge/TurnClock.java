package io.foyer.gateway.edge;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time as the calling event loop saw it when it first looked in its turn; on any other thread the time that it is. For what
 * is told in seconds, or written down: a request would look at the clock half a dozen times for the same answer.
 */
public final class TurnClock extends Clock {
    public static final Clock UTC = new TurnClock();

    private TurnClock() {}

    /** On the scale of {@link System#nanoTime()}. */
    public static long nanoTime() {
        LoopTurn turn = LoopTurn.here();
        return turn == null ? System.nanoTime() : turn.nanoTime();
    }

    @Override
    public long millis() {
        LoopTurn turn = LoopTurn.here();
        return turn == null ? System.currentTimeMillis() : turn.epochMillis();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.system(zone);
    }
}
