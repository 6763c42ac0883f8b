package io.foyer.gateway.limits;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sheds work in stages when memory runs short: new work first, admitted buyers last. A stage is entered as soon as its share of
 * memory is in use, and left, one at a time, after 5 s well below it.
 */
public final class Overload implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Overload.class);

    private static final long LOOK_MILLIS = 250;
    /** So far below a stage's start memory must be before the stage is left. */
    private static final double MARGIN = 0.05;

    private static final int CALM_LOOKS = 20;
    /** While something is shed, a figure that stays the same for half a minute is asked for anew. */
    private static final int STALE_LOOKS = 120;

    private final DoubleSupplier memory;
    private final Runnable collector;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(Overload::daemon);
    private volatile Stage stage = Stage.NORMAL;
    private int calm;
    private int stale;
    private double lastSeen;

    /** How much is shed; each stage does what those before it do. */
    public enum Stage {
        NORMAL(0, "everything is served"),
        NEWCOMERS_WAIT(0.80, "newcomers get 503 in place of a number; those in line and in the shop notice nothing"),
        /** Before new connections, because those are also of admitted buyers: a pass shows only in a request. */
        ADMITTED_ONLY(0.88, "all without a pass get 503 and their connections are closed; their places are kept"),
        NO_NEW_CONNECTIONS(0.95, "new connections are closed at once");

        private final double startsAt;
        private final String meaning;

        Stage(double startsAt, String meaning) {
            this.startsAt = startsAt;
            this.meaning = meaning;
        }

        static Stage of(double memory) {
            Stage highest = NORMAL;
            for (Stage stage : values()) {
                highest = memory >= stage.startsAt ? stage : highest;
            }
            return highest;
        }
    }

    /**
     * @param memory the share in use, 0 to 1, of whatever is scarcest
     * @param collector brings the share up to date: with less work there may be no collection that would
     */
    public Overload(DoubleSupplier memory, Runnable collector) {
        this.memory = memory;
        this.collector = collector;
    }

    /** Looks at memory four times a second from now on. */
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the executor
    public void start() {
        looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    public Stage stage() {
        return stage;
    }

    public boolean shedsNewcomers() {
        return stage != Stage.NORMAL;
    }

    public boolean shedsConnections() {
        return stage == Stage.NO_NEW_CONNECTIONS;
    }

    public boolean shedsWaiting() {
        return stage.compareTo(Stage.ADMITTED_ONLY) >= 0;
    }

    /** One look; by one thread at a time. */
    public void look() {
        double now = memory.getAsDouble();
        askAnewIfStale(now);
        Stage before = stage;
        Stage wanted = Stage.of(now);
        if (wanted.compareTo(before) > 0) {
            calm = 0;
            stage = wanted;
            LOG.warn(
                    "memory is {} % full: {}; add memory or gateways, or lower listeners[].limits.connections",
                    percent(now), wanted.meaning);
        } else if (before != Stage.NORMAL && now < before.startsAt - MARGIN) {
            calm++;
            if (calm >= CALM_LOOKS) {
                calm = 0;
                stage = Stage.values()[before.ordinal() - 1];
                LOG.info("memory is {} % full: {}", percent(now), stage.meaning);
            }
        } else {
            calm = 0;
        }
    }

    private void askAnewIfStale(double now) {
        stale = stage != Stage.NORMAL && now == lastSeen ? stale + 1 : 0;
        lastSeen = now;
        if (stale >= STALE_LOOKS) {
            stale = 0;
            collector.run();
        }
    }

    private static long percent(double share) {
        return Math.round(100 * share);
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "foyer-overload");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
