package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SyncReply;
import io.foyer.admission.wait.WaitEstimator;
import io.foyer.admission.wait.WaitOutlook;
import io.foyer.admission.wait.WaitRange;
import io.foyer.gateway.log.RepeatedLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One room at this gateway. Keeps the copy of the room fresh, tells the store who is present, and calls next. All of it
 * happens on the rooms thread; {@link #view} and the rolls may be used from any thread.
 */
final class Room {
    private static final Logger log = LoggerFactory.getLogger(Room.class);
    private static final RepeatedLog NOT_ENDED = new RepeatedLog(log, Level.WARN);
    private static final RepeatedLog SYNC_FAILED = new RepeatedLog(log, Level.ERROR);

    /** Heard from but not yet told: a million waiting buyers who poll once a minute are 17,000 a second. */
    private static final int ROLL_MAX = 1 << 18;

    /** All gateways sync within this time of a store's return, so what they know has then arrived. */
    private static final long SETTLE_MILLIS = 3_000;

    /** Pages of those who came while the store was away ask again within this time, the slowest being those without script. */
    private static final long GATHER_MILLIS = 6_500;

    private final RoomId id;
    private final CookieNames cookies;
    private final RoomSetting setting;
    private final Supplier<RoomTerms> terms;
    private final RoomEvents events;
    private final Joiner joiner;
    private final Roll present;
    private final Roll active;

    private volatile @Nullable RoomView view;
    private volatile WaitOutlook outlook = WaitOutlook.UNKNOWN;
    private final WaitEstimator waits = new WaitEstimator();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private boolean syncing;
    private boolean calling;
    private boolean askedToSettle;
    private long callsFromNanos;

    Room(RoomId id, RoomSetting setting, Supplier<RoomTerms> terms, RoomEvents events) {
        this.id = id;
        this.cookies = CookieNames.of(id);
        this.setting = setting;
        this.terms = terms;
        this.events = events;
        this.joiner = new Joiner(id, setting, terms);
        this.present = new Roll(ROLL_MAX, events::rollOverflowed);
        this.active = new Roll(ROLL_MAX, events::rollOverflowed);
        this.callsFromNanos = setting.nanoClock().getAsLong();
    }

    CookieNames cookies() {
        return cookies;
    }

    RoomId id() {
        return id;
    }

    /** Null until the store has answered for the first time. */
    @Nullable
    RoomView view() {
        return view;
    }

    /** A waiting buyer was heard from. Any thread. */
    void present(long number) {
        present.add(number);
    }

    /** An admitted buyer was heard from. Any thread. */
    void active(long number) {
        active.add(number);
    }

    /** Any thread. */
    void join(Joiner.Newcomer newcomer) {
        setting.roomsThread().execute(() -> joiner.join(newcomer));
    }

    /** Exchanges a called place for admission. Any thread. */
    CompletionStage<GrantReply> grant(Place place) {
        return setting.store().grant(id, place, terms.get());
    }

    /** The place is given up, or its pass is over. Any thread. When the store is away, the pass's idle limit ends it. */
    void end(Place place) {
        setting.store().end(id, place).exceptionally(failure -> {
            NOT_ENDED.log(
                    "room {}: a pass that is over could not be told to the store ({}); its slot comes free after session.idle",
                    id,
                    failure.toString());
            return null;
        });
    }

    /** Completes when newcomers can be numbered for the first time. */
    CompletionStage<Void> opened() {
        return opened;
    }

    RoomReport report() {
        return RoomReport.of(id, view, joiner.size());
    }

    int joining() {
        return joiner.size();
    }

    /** Once a second. */
    void sync() {
        if (syncing) {
            return;
        }
        syncing = true;
        Heartbeat heartbeat = heartbeat();
        handle(heartbeat, setting.store().sync(id, heartbeat, terms.get()));
    }

    /** A slice without calls. */
    void rest() {
        joiner.tick();
        observe(0);
    }

    /** Once a slice. */
    void call(CallPlan plan) {
        joiner.tick();
        observe(plan.callsPerSecond());
        RoomView now = view;
        if (calling || now == null || !now.reachable() || setting.nanoClock().getAsLong() - callsFromNanos < 0) {
            return;
        }
        calling = true;
        setting.store()
                .callNext(id, now.era(), plan, terms.get())
                .whenCompleteAsync(
                        (reply, failure) -> {
                            calling = false;
                            RoomView latest = view;
                            if (reply != null && reply.open() && latest != null) {
                                view = latest.with(reply);
                                // Not before the first slice: it fills the grant budget that newcomers enter on.
                                joiner.open(latest.era());
                                opened.complete(null);
                            }
                        },
                        setting.roomsThread())
                .exceptionally(failure -> null);
    }

    private void observe(double plannedPerSecond) {
        RoomView now = view;
        long called = now == null ? 0 : now.snapshot().totals().called();
        long waiting = now == null ? 0 : now.waiting();
        waits.observe(
                new WaitEstimator.Observation(setting.nanoClock().getAsLong(), called, plannedPerSecond, waiting));
        outlook = waits.outlook();
    }

    /** The wait of one with that many ahead; empty while nobody can tell. Any thread. */
    Optional<WaitRange> waitFor(long ahead) {
        return outlook.estimate(ahead);
    }

    private Heartbeat heartbeat() {
        RoomView now = view;
        if (now == null) {
            return new Heartbeat(setting.gateway(), 0, new Heartbeat.Highest(0, 0), new long[0], new long[0]);
        }
        long serving = now.serving().era() == now.era() ? now.serving().number() : 0;
        return new Heartbeat(
                setting.gateway(),
                now.era(),
                new Heartbeat.Highest(now.tail(), serving),
                present.take(Heartbeat.NUMBERS_MAX),
                active.take(Heartbeat.NUMBERS_MAX));
    }

    private void handle(Heartbeat sent, CompletionStage<SyncReply> pending) {
        pending.handleAsync(
                        (reply, failure) -> failure == null
                                ? reply.fold(this::opened, noEra -> settle(sent), settling -> settling(sent, settling))
                                : storeAway(sent),
                        setting.roomsThread())
                .exceptionally(bug -> {
                    SYNC_FAILED.log(
                            "room {}: a fault of Foyer in keeping the room in step with the store; please report it",
                            id,
                            bug);
                    return false;
                });
    }

    private boolean opened(SyncReply.Open reply) {
        syncing = false;
        RoomSnapshot snapshot = reply.snapshot();
        RoomView before = view;
        view = before == null ? RoomView.of(snapshot) : before.with(snapshot);
        if (before != null && !before.reachable()) {
            returned();
        }
        if (before == null || before.era() != snapshot.era()) {
            log.info(
                    "room {}: open, era {}, serving {}, last number {}",
                    id,
                    snapshot.era(),
                    snapshot.serving().number(),
                    snapshot.tail());
        }
        if (present.size() >= Heartbeat.NUMBERS_MAX || active.size() >= Heartbeat.NUMBERS_MAX) {
            sync();
        }
        return true;
    }

    /** What the other gateways heard meanwhile must arrive before the next call, or the present would be passed over. */
    private void returned() {
        joiner.gatherFor(GATHER_MILLIS);
        callsFromNanos = setting.nanoClock().getAsLong() + SETTLE_MILLIS * 1_000_000;
        events.storeReturned(id);
    }

    /** Nothing to remember of a room that no gateway has seen: it opens at once. */
    private boolean settle(Heartbeat sent) {
        boolean brandNew = sent.era() == 0;
        if (brandNew) {
            log.info("room {}: new to the store, opens with number 1", id);
        } else {
            log.warn(
                    "room {}: the store has lost this room; buyers keep their places: it opens again in {} s behind the"
                            + " numbers that gateways and tickets remember; find out why Redis lost its data",
                    id,
                    SETTLE_MILLIS / 1_000);
        }
        handle(sent, setting.store().settle(id, sent, brandNew ? 0 : SETTLE_MILLIS));
        return false;
    }

    /** A restarted store waits until a gateway asks it to go on, and then for the others to tell what they remember. */
    private boolean settling(Heartbeat sent, SyncReply.Settling reply) {
        joiner.close();
        keepForLater(sent);
        if (reply.remainingMillis() == 0 && !askedToSettle) {
            askedToSettle = true;
            Heartbeat again = heartbeat();
            handle(again, setting.store().settle(id, again, SETTLE_MILLIS));
        } else {
            askedToSettle = false;
            syncing = false;
        }
        return false;
    }

    private boolean storeAway(Heartbeat sent) {
        syncing = false;
        keepForLater(sent);
        RoomView now = view;
        if (now != null && now.reachable()) {
            view = now.reachable(false);
            events.storeLost(id);
        }
        joiner.dismissAll();
        return false;
    }

    private void keepForLater(Heartbeat sent) {
        for (long number : sent.present()) {
            present.add(number);
        }
        for (long number : sent.active()) {
            active.add(number);
        }
    }
}
