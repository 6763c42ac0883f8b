package io.foyer.gateway.rooms;

import io.foyer.admission.line.CallNow;
import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.CallPlan;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Calls next in a room, one call of this gateway's at a time; whichever gateway asks first in a slice, moves the serving
 * position. On the rooms thread, but for {@link #callNow}.
 */
final class Caller {
    private final RoomContext room;
    private final RoomCopy copy;
    private final Joiner joiner;
    private boolean calling;
    private long heldUntilNanos;

    Caller(RoomContext room, RoomCopy copy, Joiner joiner) {
        this.room = room;
        this.copy = copy;
        this.joiner = joiner;
        this.heldUntilNanos = room.setting().nanoClock().getAsLong();
    }

    /** This gateway calls nobody for so long. */
    void holdFor(long millis) {
        heldUntilNanos = room.setting().nanoClock().getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Once a slice. */
    void call(CallPlan plan) {
        RoomView now = copy.view();
        boolean isHeld = room.setting().nanoClock().getAsLong() - heldUntilNanos < 0;
        if (calling || now == null || !now.reachable() || isHeld) {
            return;
        }
        calling = true;
        room.setting()
                .store()
                .callNext(room.id(), now.serving().era(), plan, room.terms())
                .whenCompleteAsync(
                        (reply, failure) -> {
                            calling = false;
                            RoomView latest = copy.view();
                            if (reply != null && reply.open() && latest != null) {
                                copy.take(reply);
                                // Not before the first slice: it fills the grant budget that newcomers enter on.
                                joiner.open(latest.era());
                            }
                        },
                        room.setting().roomsThread())
                .exceptionally(failure -> null);
    }

    /** Calls so many more now, beside the pace, as an operator asked. Any thread. */
    CompletionStage<CallNowReply> callNow(String request, int calls) {
        RoomView now = copy.view();
        if (now == null) {
            return CompletableFuture.completedStage(CallNowReply.notOpen());
        }
        return callNow(new CallNow(now.serving().era(), request, calls))
                .thenComposeAsync(
                        reply -> reply.outcome() == CallNowReply.Outcome.ELSEWHERE
                                ? callNow(new CallNow(reply.room().servingEra(), request, calls))
                                : CompletableFuture.completedStage(reply),
                        room.setting().roomsThread());
    }

    private CompletionStage<CallNowReply> callNow(CallNow call) {
        return room.setting()
                .store()
                .callNow(room.id(), call, room.terms())
                .thenApplyAsync(
                        reply -> {
                            if (reply.room().open()) {
                                copy.take(reply.room());
                            }
                            if (reply.outcome() == CallNowReply.Outcome.CALLED) {
                                room.events().calledByHand(room.id(), reply.called());
                            }
                            return reply;
                        },
                        room.setting().roomsThread());
    }
}
