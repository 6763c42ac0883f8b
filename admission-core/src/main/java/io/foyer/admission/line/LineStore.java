package io.foyer.admission.line;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The port to the store that keeps rooms and order windows. Every method is one atomic command, never blocks, and
 * completes on any thread; it completes exceptionally with {@link StoreUnavailableException} when the store does not
 * answer within its deadline (the command may or may not have taken effect: all are safe to repeat).
 */
public interface LineStore {

    /** Gives a block its numbers. */
    CompletionStage<JoinReply> join(RoomId room, JoinBlock block, RoomTerms terms);

    /** Tells what a gateway knows and brings back the room's state. */
    CompletionStage<SyncReply> sync(RoomId room, Heartbeat heartbeat, RoomTerms terms);

    /**
     * Opens a room that has no state, or whose store was restarted, promoted or taken back to an earlier state: after the time
     * in which gateways and tickets tell what they remember, with a new era behind all earlier ones. The first to ask sets the
     * times.
     */
    CompletionStage<SyncReply> settle(RoomId room, Heartbeat heartbeat, SettleTimes times);

    /**
     * Moves the serving position if this slice has not been applied yet; brings back the position in force.
     *
     * @param servingEra the era in which the caller believes it; in another nothing moves
     */
    CompletionStage<CallReply> callNext(RoomId room, long servingEra, CallPlan plan, RoomTerms terms);

    /** Calls so many at once, in line order, whether or not the room is paused and whatever its grant budget holds. */
    CompletionStage<CallNowReply> callNow(RoomId room, CallNow call, RoomTerms terms);

    /**
     * Opens the lobby of a drawn sale when it is time, and draws it at the start: its size and the era of the drawn line are
     * settled then, once and for all. The first gateway to ask does it; all get the same answer.
     */
    CompletionStage<Lobby> lobby(RoomId room, LobbyCall call);

    /** Who is present of an era, a bit a number. */
    CompletionStage<byte[]> presence(RoomId room, long era);

    /** Tells who of the lobby is present, a bit a drawn place; calls may begin. */
    CompletionStage<Void> carryPresence(RoomId room, long drawEra, byte[] present);

    /**
     * Uses an invitation: a buyer who asks takes one of its uses, and keeps it; the first place that is told of for the buyer
     * stays, whoever tells of another.
     *
     * @param room the lane
     */
    CompletionStage<RedeemReply> redeem(RoomId room, Redemption redemption);

    /** Admits a called ticket, once. */
    CompletionStage<GrantReply> grant(RoomId room, Place place, RoomTerms terms);

    /** The buyer gave the place up, or the pass was ended: the ticket is used up. */
    CompletionStage<Void> end(RoomId room, Place place);

    /** Stops or resumes the calls of a room. */
    CompletionStage<Void> pause(RoomId room, boolean paused);

    /** Asks for slots in the order windows; one verdict an order, in the batch's order. */
    CompletionStage<List<OrderVerdict>> reserveOrders(RoomId room, OrderBatch batch);

    /**
     * Teaches a store whose order windows may have lost orders. Nothing is let through until all who may have let orders
     * through have told theirs, or those orders can count no more.
     *
     * @return whether the windows are open
     */
    CompletionStage<Boolean> teachOrders(RoomId room, OrderMemory memory);

    /** Teaches a store that may have lost whom it admitted; what it knows already stays as it is. */
    CompletionStage<Void> teachGrants(RoomId room, long era, List<GrantMemory> grants);

    /** Says how orders ended, in any order; what is not known is ignored (but see {@link OrderResult.Kind}). */
    CompletionStage<Void> settleOrders(RoomId room, List<OrderResult> results);

    /**
     * Says that a gateway of the room's shop is there, and brings back its share of the budget for the time that the store is
     * away. Of gateways that fall silent it is set aside.
     */
    CompletionStage<ShareReply> keepShare(RoomId room, ShareRequest request);
}
