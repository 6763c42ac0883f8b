package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallNow;
import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.Known;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RedeemReply;
import io.foyer.admission.line.Redemption;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.RoomTerms;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.SyncReply;
import io.foyer.admission.pacing.Release;
import io.foyer.admission.token.Invitation;
import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.wait.WaitEstimator;
import io.foyer.admission.wait.WaitMove;
import io.foyer.admission.wait.WaitOutlook;
import io.foyer.admission.wait.WaitRange;
import io.foyer.gateway.log.RepeatedLog;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
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

    /** Places given up while the store is away; one more keeps its slot until {@code session.idle}. */
    private static final int UNENDED_MAX = 65_536;

    /** All gateways sync within this time of a store's return, so what they know has then arrived. */
    private static final long SOON_MILLIS = 3_000;

    /** Each gateway tells within this time who shops, also in earlier eras; before, too many would be called. */
    private static final long HEARD_MILLIS = 1_500;

    /** Pages of those who came while the store was away ask again within this time, the slowest being those without script. */
    private static final long GATHER_MILLIS = 6_500;

    /** Who brought an invitation before its end may use it for this long. */
    private static final long GRACE_MILLIS = 3_600_000;

    private final RoomId id;
    private final CookieNames cookies;
    private final RoomSetting setting;
    private final Context context;
    private final RoomEvents events;
    private final Joiner joiner;
    private final RoomMemory memory;
    private final Lottery lottery;
    private final GrantRecall grants;
    private final Rolls present;
    private final Rolls active;
    private final Set<Place> unended = new LinkedHashSet<>();

    private volatile @Nullable RoomView view;
    private volatile WaitOutlook outlook = WaitOutlook.UNKNOWN;
    private volatile WaitMove move = WaitMove.NONE;
    private final WaitEstimator waits = new WaitEstimator();
    private final Promises promises = new Promises();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private boolean syncing;
    private boolean calling;
    private boolean askedToSettle;
    private boolean settled;
    private long callsFromNanos;
    private volatile long storeAheadMillis;
    private volatile boolean isAway;

    /** What a room must know of its shop, and tell it. On the rooms thread. */
    interface Context {
        RoomTerms terms();

        Duration longestPoll();

        KeyRing keys();

        /** Each snapshot. */
        void heard(RoomId room, RoomSnapshot snapshot);
    }

    Room(RoomId id, RoomSetting setting, Context context, RoomEvents events) {
        this.id = id;
        this.cookies = CookieNames.of(id);
        this.setting = setting;
        this.context = context;
        this.events = events;
        this.grants = new GrantRecall(events);
        this.joiner = new Joiner(id, setting, context::terms, grants);
        this.memory = new RoomMemory(() -> events.eraAlarm(id));
        this.lottery = new Lottery(id, setting, context, this::sync);
        this.present = new Rolls(ROLL_MAX, events::rollOverflowed);
        this.active = new Rolls(ROLL_MAX, events::rollOverflowed);
        this.callsFromNanos = setting.nanoClock().getAsLong();
        this.storeAheadMillis = System.currentTimeMillis() - monotonicMillis();
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

    /** The holder of a valid ticket was heard from: waits, and knows what the store may have lost. Any thread. */
    void heard(Ticket.Numbered ticket, long nowSeconds) {
        memory.learn(ticket, nowSeconds);
        present.add(ticket.place());
    }

    /** A valid pass was shown; its holder was called, unless it was given without the store. Any thread. */
    void heardPass(Place place, long nowSeconds) {
        if (!place.isApart()) {
            memory.learnPass(place, nowSeconds);
        }
    }

    /** An admitted buyer was heard from. Any thread. */
    void active(Place place) {
        active.add(place);
    }

    RoomMemory memory() {
        return memory;
    }

    /** Any thread. */
    void join(Joiner.Newcomer newcomer) {
        setting.roomsThread().execute(() -> joiner.join(newcomer));
    }

    /**
     * Whether numbers are given out as asked for. While the store is away none are, and those who came meanwhile are not to be
     * held up once more when it is back. Any thread.
     */
    boolean countsJoins() {
        RoomView now = view;
        return now != null && now.reachable() && !joiner.isGathering();
    }

    /** Whether the store does not answer. Any thread. */
    boolean isAway() {
        return isAway;
    }

    /** Whether buyers may go in without the store, as far as the room is concerned: not ahead of a sale, a draw or a resume. */
    boolean isOpenApart() {
        RoomView now = view;
        return now != null && !now.snapshot().paused() && !plan().isDrawn() && phase() == SalePlan.Phase.OPEN;
    }

    /** The use of an invitation, up to an hour after its end: who brought it in time may have had to wait for the store. */
    Redemption redemption(Ticket.Provisional stamp) {
        Invitation invitation = Objects.requireNonNull(stamp.invitation());
        long endsAtMillis = TimeUnit.SECONDS.toMillis(invitation.endsAtSeconds()) + GRACE_MILLIS;
        return new Redemption(
                invitation.id(), invitation.uses(), endsAtMillis, stamp.life().buyer(), "");
    }

    /** Any thread. */
    CompletionStage<RedeemReply> redeem(Redemption redemption) {
        return setting.store().redeem(id, redemption);
    }

    /** Any thread. */
    void codeUsed(CodeUse use) {
        events.codeUsed(id, use);
    }

    /** Exchanges a called place for admission. Any thread. */
    CompletionStage<GrantReply> grant(Place place) {
        return setting.store().grant(id, place, context.terms()).thenApply(reply -> {
            reply.fold(
                    admitted -> {
                        grants.admitted(place, admitted.admittedAtMillis());
                        return true;
                    },
                    () -> false,
                    () -> false,
                    () -> false);
            return reply;
        });
    }

    /** The config names the room no more, and so nobody will ask for what it remembers. */
    void forgetGrants() {
        grants.clear();
    }

    /** The place is given up, or its pass is over. Any thread. What the store does not take is told again when it is back. */
    void end(Place place) {
        grants.ended(place);
        setting.store()
                .end(id, place)
                .exceptionallyAsync(
                        failure -> {
                            tellLater(place, failure);
                            return null;
                        },
                        setting.roomsThread());
    }

    private void tellLater(Place place, Throwable failure) {
        if (unended.size() < UNENDED_MAX) {
            unended.add(place);
        } else {
            NOT_ENDED.log(
                    "room {}: a pass that is over could not be told to the store ({}); its slot comes free after"
                            + " session.idle",
                    id,
                    failure.toString());
        }
    }

    private void endAgain() {
        List<Place> again = List.copyOf(unended);
        unended.clear();
        again.forEach(this::end);
    }

    /** Completes when newcomers can be numbered for the first time. */
    CompletionStage<Void> opened() {
        return opened;
    }

    /** The store's clock, so that all gateways open a sale at the same time: never ahead of it, and the way of a reply behind. */
    long storeMillis() {
        return monotonicMillis() + storeAheadMillis;
    }

    private long monotonicMillis() {
        return TimeUnit.NANOSECONDS.toMillis(setting.nanoClock().getAsLong());
    }

    SalePlan plan() {
        return context.terms().plan();
    }

    /** A drawn sale's lobby is open once the store has opened it. */
    SalePlan.Phase phase() {
        SalePlan plan = plan();
        SalePlan.Phase byClock = plan.phaseAt(storeMillis());
        RoomView now = view;
        boolean isAwaited = plan.isDrawn() && now != null && now.reachable() && !lottery.isReady(plan);
        return isAwaited && byClock.isJoinable() ? SalePlan.Phase.PLANNED : byClock;
    }

    /** Whether the sale has started and its lobby is being drawn. */
    boolean isDrawing() {
        return plan().isDrawn() && phase() == SalePlan.Phase.OPEN && !lottery.isSettled();
    }

    /** The ticket with its place as it is now; null for one that is of no use any more. Any thread. */
    @Nullable
    Ticket current(@Nullable Ticket ticket) {
        return ticket == null || !plan().isDrawn() ? ticket : lottery.current(ticket, storeMillis());
    }

    Lottery lottery() {
        return lottery;
    }

    RoomReport report() {
        return RoomReport.of(this, view, joiner.size());
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
        if (plan().isDrawn()) {
            lottery.sync();
        }
        Heartbeat heartbeat = heartbeat();
        handle(heartbeat, setting.store().sync(id, heartbeat, context.terms()));
    }

    /** A slice without calls. */
    void rest() {
        joiner.tick();
        observe(Release.NONE);
    }

    /** Once a slice. */
    void call(CallPlan plan, Release release) {
        joiner.tick();
        observe(release);
        RoomView now = view;
        if (calling || now == null || !now.reachable() || setting.nanoClock().getAsLong() - callsFromNanos < 0) {
            return;
        }
        calling = true;
        setting.store()
                .callNext(id, now.serving().era(), plan, context.terms())
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

    /** Calls so many more now, beside the pace, as an operator asked. Any thread. */
    CompletionStage<CallNowReply> callNow(String request, int calls) {
        RoomView now = view;
        if (now == null) {
            return CompletableFuture.completedStage(CallNowReply.notOpen());
        }
        return callNow(new CallNow(now.serving().era(), request, calls))
                .thenComposeAsync(
                        reply -> reply.outcome() == CallNowReply.Outcome.ELSEWHERE
                                ? callNow(new CallNow(reply.room().servingEra(), request, calls))
                                : CompletableFuture.completedStage(reply),
                        setting.roomsThread());
    }

    private CompletionStage<CallNowReply> callNow(CallNow call) {
        return setting.store()
                .callNow(id, call, context.terms())
                .thenApplyAsync(
                        reply -> {
                            RoomView latest = view;
                            if (latest != null && reply.room().open()) {
                                view = latest.with(reply.room());
                            }
                            if (reply.outcome() == CallNowReply.Outcome.CALLED) {
                                events.calledByHand(id, reply.called());
                            }
                            return reply;
                        },
                        setting.roomsThread());
    }

    private void observe(Release release) {
        RoomView now = view;
        long called = now == null ? 0 : now.snapshot().totals().called();
        long waiting = now == null ? 0 : now.waiting();
        long joined = now == null ? 0 : now.snapshot().tail();
        waits.observe(new WaitEstimator.Observation(setting.nanoClock().getAsLong(), called, waiting, joined, release));
        outlook = waits.outlook();
        move = waits.move();
        if (now != null) {
            promises.observe(
                    now, setting.nanoClock().getAsLong(), outlook::estimate, result -> events.waitEnded(id, result));
        }
    }

    /** Why waits are told otherwise than some minutes ago. Any thread. */
    WaitMove move() {
        return move;
    }

    /** The wait of one with that many ahead; empty while nobody can tell. Any thread. */
    Optional<WaitRange> waitFor(long ahead) {
        return outlook.estimate(ahead);
    }

    private Heartbeat heartbeat() {
        RoomView now = view;
        return now == null
                ? Heartbeat.silent(setting.gateway(), 0, memory.known())
                : heartbeat(
                        now.era(),
                        memory.known().withServing(now.serving()).withPlace(new Place(now.era(), now.tail())));
    }

    private Heartbeat heartbeat(long era, Known known) {
        return new Heartbeat(
                setting.gateway(),
                era,
                known,
                present.take(era, Heartbeat.NUMBERS_MAX),
                active.take(era, Heartbeat.NUMBERS_MAX));
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
        isAway = false;
        RoomSnapshot snapshot = reply.snapshot();
        RoomView before = view;
        take(snapshot);
        endAgain();
        if (before == null ? settled : !before.reachable()) {
            returned();
        }
        if (before == null || before.era() != snapshot.era()) {
            log.info(
                    "room {}: open, era {}, serving {}, last number {}",
                    id,
                    snapshot.era(),
                    snapshot.serving(),
                    snapshot.tail());
        }
        long main = snapshot.presence().era();
        otherEras(snapshot, main).forEach(this::syncEarlierEra);
        if (present.size(main) >= Heartbeat.NUMBERS_MAX || active.size(main) >= Heartbeat.NUMBERS_MAX) {
            sync();
        }
        return true;
    }

    private void take(RoomSnapshot snapshot) {
        RoomView before = view;
        view = before == null ? RoomView.of(snapshot) : before.with(snapshot);
        storeAheadMillis = snapshot.storeTimeMillis() - monotonicMillis();
        memory.learn(snapshot);
        context.heard(id, snapshot);
        present.forgetBefore(snapshot.serving().era());
        active.forgetBefore(snapshot.serving().era());
    }

    /** Eras beside the one just told of, in which somebody waits, shops or was heard: who shops no more must be counted out. */
    private Set<Long> otherEras(RoomSnapshot snapshot, long main) {
        Set<Long> eras = new TreeSet<>(present.eras());
        eras.addAll(active.eras());
        snapshot.eras().forEach(line -> eras.add(line.era()));
        eras.removeIf(era -> era == main || era > snapshot.era());
        return eras;
    }

    private void syncEarlierEra(long era) {
        Heartbeat heartbeat = heartbeat(era, memory.known());
        setting.store()
                .sync(id, heartbeat, context.terms())
                .whenCompleteAsync(
                        (reply, failure) -> {
                            boolean told = failure == null
                                    && reply.fold(
                                            open -> {
                                                take(open.snapshot());
                                                return true;
                                            },
                                            noEra -> false,
                                            settling -> false);
                            if (!told) {
                                keepForLater(heartbeat);
                            }
                        },
                        setting.roomsThread())
                .exceptionally(failure -> null);
    }

    /** What the other gateways heard meanwhile must arrive before the next call, or the present would be passed over. */
    private void returned() {
        joiner.gatherFor(GATHER_MILLIS);
        callsFromNanos = setting.nanoClock().getAsLong() + (settled ? HEARD_MILLIS : SOON_MILLIS) * 1_000_000;
        settled = false;
        events.storeReturned(id);
    }

    /** Nobody can have a place in a room whose signing keys are new; otherwise tickets may come back that are still to be seen. */
    private boolean settle(Heartbeat sent) {
        boolean isBrandNew = setting.isFresh() && memory.known().era() == 0;
        if (isBrandNew) {
            log.info("room {}: new to the store, opens with number 1", id);
        } else {
            log.warn(
                    "room {}: the store does not know this room; it opens at once if it is new, else within {} s"
                            + " behind all places that gateways and tickets remember; find out why Redis lost its data",
                    id,
                    settleTimes().fullMillis() / 1_000);
        }
        handle(sent, setting.store().settle(id, sent, isBrandNew ? SettleTimes.AT_ONCE : settleTimes()));
        return false;
    }

    private SettleTimes settleTimes() {
        return new SettleTimes(
                SOON_MILLIS, Math.max(SOON_MILLIS, 2 * context.longestPoll().toMillis()));
    }

    /** A restarted store waits until a gateway asks it to go on, and then for the others to tell what they remember. */
    private boolean settling(Heartbeat sent, SyncReply.Settling reply) {
        joiner.close();
        isAway = false;
        keepForLater(sent);
        RoomView now = view;
        if (now != null) {
            view = now.reachable(false);
        }
        if (!settled) {
            settled = true;
            log.warn(
                    "room {}: the store came back without all it knew: buyers keep their places, nobody is called for"
                            + " {} ms while gateways and returning buyers tell it the rest",
                    id,
                    reply.remainingMillis());
            teachGrants();
        }
        // Those who come back teach the store, so this gateway must be open to them.
        opened.complete(null);
        if (reply.remainingMillis() == 0 && !askedToSettle) {
            askedToSettle = true;
            Heartbeat again = heartbeat();
            handle(again, setting.store().settle(id, again, settleTimes()));
        } else {
            askedToSettle = false;
            syncing = false;
        }
        return false;
    }

    private void teachGrants() {
        grants.all()
                .forEach((era, batches) -> batches.forEach(batch -> setting.store()
                        .teachGrants(id, era, batch)
                        .exceptionally(failure -> {
                            log.warn(
                                    "room {}: {} admissions could not be told to the store ({}); those buyers go on,"
                                            + " it may call a few too many",
                                    id,
                                    batch.size(),
                                    failure.getMessage());
                            return null;
                        })));
    }

    private boolean storeAway(Heartbeat sent) {
        syncing = false;
        isAway = true;
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
            present.add(new Place(sent.era(), number));
        }
        for (long number : sent.active()) {
            active.add(new Place(sent.era(), number));
        }
    }
}
