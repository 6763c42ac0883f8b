package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.CallPlan;
import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Place;
import io.foyer.admission.line.RedeemReply;
import io.foyer.admission.line.Redemption;
import io.foyer.admission.line.RoomId;
import io.foyer.admission.line.SalePlan;
import io.foyer.admission.pacing.Release;
import io.foyer.admission.token.Ticket;
import io.foyer.admission.wait.WaitMove;
import io.foyer.admission.wait.WaitRange;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One room at this gateway, put together from its parts: any thread may ask it, but for {@link #sync}, {@link #call} and {@link
 * #rest}, the rounds of the rooms thread.
 */
final class Room {
    private final RoomContext context;
    private final CookieNames cookies;
    private final RoomCopy copy;
    private final Heartbeats heartbeats;
    private final Grants grants;
    private final Joiner joiner;
    private final Caller caller;
    private final RoomSync sync;
    private final Lottery lottery;
    private final ToldWaits waits;

    Room(RoomContext context) {
        RoomSetting setting = context.setting();
        GrantRecall recall = new GrantRecall(context.events());
        this.context = context;
        this.cookies = CookieNames.of(context.id());
        this.copy = new RoomCopy(setting.nanoClock());
        this.heartbeats = new Heartbeats(context, copy);
        this.grants = new Grants(context, recall);
        this.joiner = new Joiner(context.id(), setting, context::terms, recall);
        this.caller = new Caller(context, copy, joiner);
        this.sync = new RoomSync(context, copy, heartbeats, joiner, caller, grants);
        this.lottery = new Lottery(context, sync::sync);
        this.waits = new ToldWaits(context);
    }

    CookieNames cookies() {
        return cookies;
    }

    RoomId id() {
        return context.id();
    }

    /** Null until the store has answered for the first time. */
    @Nullable
    RoomView view() {
        return copy.view();
    }

    /** The holder of a valid ticket was heard from. */
    void heard(Ticket.Numbered ticket, long nowSeconds) {
        heartbeats.heard(ticket, nowSeconds);
    }

    /** A valid pass was shown. */
    void heardPass(Place place, long nowSeconds) {
        heartbeats.heardPass(place, nowSeconds);
    }

    /** An admitted buyer was heard from. */
    void active(Place place) {
        heartbeats.active(place);
    }

    RoomMemory memory() {
        return heartbeats.memory();
    }

    void join(Joiner.Newcomer newcomer) {
        context.setting().roomsThread().execute(() -> joiner.join(newcomer));
    }

    /**
     * Whether numbers are given out as asked for. While the store is away none are, and those who came meanwhile are not to be
     * held up once more when it is back.
     */
    boolean countsJoins() {
        RoomView now = view();
        return now != null && now.reachable() && !joiner.isGathering();
    }

    /** Completes when newcomers can be numbered for the first time. */
    CompletionStage<Void> opened() {
        return joiner.opened();
    }

    /** Whether the store does not answer. */
    boolean isAway() {
        return sync.isAway();
    }

    /** Whether buyers may go in without the store, as far as the room is concerned: not ahead of a sale, a draw or a resume. */
    boolean isOpenApart() {
        RoomView now = view();
        return now != null && !now.snapshot().paused() && !plan().isDrawn() && phase() == SalePlan.Phase.OPEN;
    }

    CompletionStage<RedeemReply> redeem(Redemption redemption) {
        return context.setting().store().redeem(id(), redemption);
    }

    void codeUsed(CodeUse use) {
        context.events().codeUsed(id(), use);
    }

    /** Exchanges a called place for admission. */
    CompletionStage<GrantReply> grant(Place place) {
        return grants.grant(place);
    }

    /** The place is given up, or its pass is over. */
    void end(Place place) {
        grants.end(place);
    }

    /** The config names the room no more, and so nobody will ask for what it remembers. */
    void forgetGrants() {
        grants.forget();
    }

    SalePlan plan() {
        return context.terms().plan();
    }

    /** The store's clock, by which a sale begins and ends. */
    long storeMillis() {
        return copy.storeMillis();
    }

    /** A drawn sale's lobby is open once the store has opened it. */
    SalePlan.Phase phase() {
        SalePlan plan = plan();
        SalePlan.Phase byClock = plan.phaseAt(storeMillis());
        RoomView now = view();
        boolean isAwaited = plan.isDrawn() && now != null && now.reachable() && !lottery.isReady(plan);
        return isAwaited && byClock.isJoinable() ? SalePlan.Phase.PLANNED : byClock;
    }

    /** Whether the sale has started and its lobby is being drawn. */
    boolean isDrawing() {
        return plan().isDrawn() && phase() == SalePlan.Phase.OPEN && !lottery.isSettled();
    }

    /** The ticket with its place as it is now; null for one that is of no use any more. */
    @Nullable
    Ticket current(@Nullable Ticket ticket) {
        return ticket == null || !plan().isDrawn() ? ticket : lottery.current(ticket, storeMillis());
    }

    Lottery lottery() {
        return lottery;
    }

    /** Why the buyer at that place, with so many ahead, is told another wait than some minutes ago. Any thread. */
    WaitMove moveFor(Place place, long ahead) {
        RoomView now = view();
        boolean isOfAnEarlierEra = now != null && place.era() < now.era();
        return waits.news().toldTo(isOfAnEarlierEra ? 0 : place.number(), ahead);
    }

    /** The wait of one with that many ahead; empty while nobody can tell. */
    Optional<WaitRange> waitFor(long ahead) {
        return waits.waitFor(ahead);
    }

    /** Calls so many more now, beside the pace, as an operator asked. */
    CompletionStage<CallNowReply> callNow(String request, int calls) {
        return caller.callNow(request, calls);
    }

    RoomReport report() {
        return RoomReport.of(this, view(), joiner.size());
    }

    /** Once a second. */
    void sync() {
        if (plan().isDrawn()) {
            lottery.sync();
        }
        sync.sync();
    }

    /** Once a slice. */
    void call(CallPlan plan, Release release) {
        rest(release);
        caller.call(plan);
    }

    /** A slice without calls. */
    void rest() {
        rest(Release.NONE);
    }

    private void rest(Release release) {
        joiner.tick();
        waits.observe(view(), release);
    }
}
