package io.foyer.gateway.edge;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A time limit that is moved with almost every request. Moving it later costs a field write: the timer that runs finds the
 * limit moved when it fires and runs on. Used on its event loop only.
 */
public final class Deadline {
    private final EventLoop loop;
    private final Runnable onDue;
    private final @Nullable LoopTurn turn = LoopTurn.here();
    private @Nullable ScheduledFuture<?> timer;
    private long timerNanos;
    private long dueNanos;
    private boolean set;

    public Deadline(EventLoop loop, Runnable onDue) {
        this.loop = loop;
        this.onDue = onDue;
    }

    /** Moves the limit to {@code nanos} from now. */
    public void in(long nanos) {
        dueNanos = now() + nanos;
        set = true;
        ScheduledFuture<?> running = timer;
        if (running == null) {
            start(nanos);
        } else if (timerNanos - dueNanos > 0) {
            running.cancel(false);
            start(nanos);
        }
    }

    /** How long it is until the limit that was set last. */
    public long nanosLeft() {
        return dueNanos - now();
    }

    /** Lifts the limit. */
    public void clear() {
        set = false;
    }

    /** Lifts the limit for good and frees the timer. */
    public void cancel() {
        set = false;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private long now() {
        return turn == null ? System.nanoTime() : turn.nanoTime();
    }

    private void start(long nanos) {
        timerNanos = dueNanos;
        timer = loop.schedule(this::fire, nanos, TimeUnit.NANOSECONDS);
    }

    private void fire() {
        timer = null;
        if (!set) {
            return;
        }
        long left = dueNanos - System.nanoTime();
        if (left > 0) {
            start(left);
        } else {
            set = false;
            onDue.run();
        }
    }
}
