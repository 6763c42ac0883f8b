package io.foyer.gateway.rooms;

import io.foyer.admission.line.Heartbeat;
import io.foyer.admission.line.RoomSnapshot;
import io.foyer.admission.line.SettleTimes;
import io.foyer.admission.line.SyncReply;
import io.foyer.gateway.log.RepeatedLog;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps a room in step with the store, by heartbeats and what they bring back. The room is <em>open</em>; or <em>settling</em>,
 * while a store that lost something is taught and nobody joins or is called; or the store is <em>away</em>. On the rooms thread;
 * one heartbeat of the room's current era is under way at a time.
 */
final class RoomSync {
    private static final Logger log = LoggerFactory.getLogger(RoomSync.class);
    private static final RepeatedLog SYNC_FAILED = new RepeatedLog(log, Level.ERROR);

    /** All gateways sync within this time of a store's return, so what they know has then arrived. */
    private static final long SOON_MILLIS = 3_000;

    /** Each gateway tells within this time who shops, also in earlier eras; before, too many would be called. */
    private static final long HEARD_MILLIS = 1_500;

    /** Pages of those who came while the store was away ask again within this time, the slowest being those without script. */
    private static final long GATHER_MILLIS = 6_500;

    private final RoomContext room;
    private final RoomCopy copy;
    private final Heartbeats heartbeats;
    private final Joiner joiner;
    private final Caller caller;
    private final Grants grants;
    private boolean syncing;
    private boolean askedToSettle;
    /** Whether the store has settled since the room was open last. */
    private boolean settled;

    private volatile boolean isAway;

    RoomSync(RoomContext room, RoomCopy copy, Heartbeats heartbeats, Joiner joiner, Caller caller, Grants grants) {
        this.room = room;
        this.copy = copy;
        this.heartbeats = heartbeats;
        this.joiner = joiner;
        this.caller = caller;
        this.grants = grants;
    }

    /** Whether the store does not answer. Any thread. */
    boolean isAway() {
        return isAway;
    }

    /** Once a second, and when there is more to tell. */
    void sync() {
        if (syncing) {
            return;
        }
        syncing = true;
        Heartbeat heartbeat = heartbeats.next();
        handle(heartbeat, room.setting().store().sync(room.id(), heartbeat, room.terms()));
    }

    private void handle(Heartbeat sent, CompletionStage<SyncReply> pending) {
        pending.handleAsync(
                        (reply, failure) -> failure == null
                                ? reply.fold(this::opened, noEra -> settle(sent), settling -> settling(sent, settling))
                                : away(sent),
                        room.setting().roomsThread())
                .exceptionally(bug -> {
                    SYNC_FAILED.log(
                            "room {}: a fault of Foyer in keeping the room in step with the store; please report it",
                            room.id(),
                            bug);
                    return false;
                });
    }

    private boolean opened(SyncReply.Open reply) {
        syncing = false;
        isAway = false;
        RoomSnapshot snapshot = reply.snapshot();
        RoomView before = copy.view();
        take(snapshot);
        grants.endAgain();
        if (before == null ? settled : !before.reachable()) {
            returned();
        }
        if (before == null || before.era() != snapshot.era()) {
            log.info(
                    "room {}: in step with the store, era {}, serving position {} of era {}, last number {}",
                    room.id(),
                    snapshot.era(),
                    snapshot.serving().number(),
                    snapshot.serving().era(),
                    snapshot.tail());
        }
        heartbeats.erasBeside(snapshot).forEach(this::syncEra);
        if (heartbeats.isFull(snapshot.presence().era())) {
            sync();
        }
        return true;
    }

    private void take(RoomSnapshot snapshot) {
        copy.take(snapshot);
        heartbeats.learn(snapshot);
        room.heard(snapshot);
    }

    /** What the other gateways heard meanwhile must arrive before the next call, or the present would be passed over. */
    private void returned() {
        joiner.gatherFor(GATHER_MILLIS);
        caller.holdFor(settled ? HEARD_MILLIS : SOON_MILLIS);
        settled = false;
        room.events().storeReturned(room.id());
    }

    /** Tells of an era beside the current one. */
    private void syncEra(long era) {
        Heartbeat heartbeat = heartbeats.ofEra(era);
        room.setting()
                .store()
                .sync(room.id(), heartbeat, room.terms())
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
                                heartbeats.keep(heartbeat);
                            }
                        },
                        room.setting().roomsThread())
                .exceptionally(failure -> null);
    }

    /** Nobody can have a place in a room whose signing keys are new; otherwise tickets may come back that are still to be seen. */
    private boolean settle(Heartbeat sent) {
        boolean isBrandNew =
                room.setting().isFresh() && heartbeats.memory().known().era() == 0;
        if (isBrandNew) {
            log.info("room {}: new to the store, opens with number 1", room.id());
        } else {
            log.warn(
                    "room {}: the store does not know this room; it opens at once if it is new, else within {} s"
                            + " behind all places that gateways and tickets remember; find out why Redis lost its data",
                    room.id(),
                    settleTimes().fullMillis() / 1_000);
        }
        askToSettle(sent, isBrandNew ? SettleTimes.AT_ONCE : settleTimes());
        return false;
    }

    private void askToSettle(Heartbeat heartbeat, SettleTimes times) {
        handle(heartbeat, room.setting().store().settle(room.id(), heartbeat, times));
    }

    private SettleTimes settleTimes() {
        return new SettleTimes(
                SOON_MILLIS, Math.max(SOON_MILLIS, 2 * room.longestPoll().toMillis()));
    }

    /** A restarted store waits until a gateway asks it to go on, and then for the others to tell what they remember. */
    private boolean settling(Heartbeat sent, SyncReply.Settling reply) {
        joiner.close();
        isAway = false;
        heartbeats.keep(sent);
        copy.lose();
        if (!settled) {
            settled = true;
            log.warn(
                    "room {}: the store came back without all it knew: buyers keep their places, nobody is called for"
                            + " {} ms while gateways and returning buyers tell it the rest",
                    room.id(),
                    reply.remainingMillis());
            grants.teach();
        }
        // Those who come back teach the store, so this gateway must be open to them.
        joiner.ready();
        if (reply.remainingMillis() == 0 && !askedToSettle) {
            askedToSettle = true;
            askToSettle(heartbeats.next(), settleTimes());
        } else {
            askedToSettle = false;
            syncing = false;
        }
        return false;
    }

    private boolean away(Heartbeat sent) {
        syncing = false;
        isAway = true;
        heartbeats.keep(sent);
        if (copy.lose()) {
            room.events().storeLost(room.id());
        }
        joiner.dismissAll();
        return false;
    }
}
