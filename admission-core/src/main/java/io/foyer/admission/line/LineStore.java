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
     * Opens a room that has no state, or one whose store was restarted, after {@code settleMillis} in which gateways
     * tell what they remember. The first to ask wins; 0 opens at once.
     */
    CompletionStage<SyncReply> settle(RoomId room, Heartbeat heartbeat, long settleMillis);

    /** Moves the serving position if this slice has not been applied yet; brings back the position in force. */
    CompletionStage<CallReply> callNext(RoomId room, long era, CallPlan plan, RoomTerms terms);

    /** Admits a called ticket, once. */
    CompletionStage<GrantReply> grant(RoomId room, Place place, RoomTerms terms);

    /** The buyer gave the place up, or the pass was ended: the ticket is used up. */
    CompletionStage<Void> end(RoomId room, Place place);

    /** Stops or resumes the calls of a room. */
    CompletionStage<Void> pause(RoomId room, boolean paused);

    /** Asks for slots in the order windows; one verdict an order, in the batch's order. */
    CompletionStage<List<OrderVerdict>> reserveOrders(RoomId room, OrderBatch batch);

    /** Says how orders ended, in any order; what is not known is ignored (but see {@link OrderResult.Kind}). */
    CompletionStage<Void> settleOrders(RoomId room, List<OrderResult> results);
}
