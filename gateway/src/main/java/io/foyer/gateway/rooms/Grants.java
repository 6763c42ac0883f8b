package io.foyer.gateway.rooms;

import io.foyer.admission.line.GrantReply;
import io.foyer.admission.line.Place;
import io.foyer.gateway.log.RepeatedLog;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The admissions of a room: a called place is exchanged for one, and ends it. What the store does not take or may have lost, it
 * is told again. {@link #grant}, {@link #end} and {@link #forget} are for any thread, the rest for the rooms thread.
 */
final class Grants {
    private static final Logger log = LoggerFactory.getLogger(Grants.class);
    private static final RepeatedLog NOT_ENDED = new RepeatedLog(log, Level.WARN);

    /** Places given up while the store is away; one more keeps its slot until {@code session.idle}. */
    private static final int UNENDED_MAX = 65_536;

    private final RoomContext room;
    private final GrantRecall recall;
    private final Set<Place> unended = new LinkedHashSet<>();

    Grants(RoomContext room, GrantRecall recall) {
        this.room = room;
        this.recall = recall;
    }

    /** Exchanges a called place for admission. */
    CompletionStage<GrantReply> grant(Place place) {
        return room.setting().store().grant(room.id(), place, room.terms()).thenApply(reply -> {
            reply.fold(
                    admitted -> {
                        recall.admitted(place, admitted.admittedAtMillis());
                        return true;
                    },
                    () -> false,
                    () -> false,
                    () -> false);
            return reply;
        });
    }

    /** The place is given up, or its pass is over. */
    void end(Place place) {
        recall.ended(place);
        room.setting()
                .store()
                .end(room.id(), place)
                .exceptionallyAsync(
                        failure -> {
                            endLater(place, failure);
                            return null;
                        },
                        room.setting().roomsThread());
    }

    private void endLater(Place place, Throwable failure) {
        if (unended.size() < UNENDED_MAX) {
            unended.add(place);
        } else {
            NOT_ENDED.log(
                    "room {}: a pass that is over could not be told to the store ({}); its slot comes free after"
                            + " session.idle",
                    room.id(),
                    failure.toString());
        }
    }

    /** The store answers: it is told of all that ended meanwhile. */
    void endAgain() {
        List<Place> again = List.copyOf(unended);
        unended.clear();
        again.forEach(this::end);
    }

    /** The store came back without all it knew: it is told who was admitted here, and whose admission is over. */
    void teach() {
        recall.all()
                .forEach((era, batches) -> batches.forEach(batch -> room.setting()
                        .store()
                        .teachGrants(room.id(), era, batch)
                        .exceptionally(failure -> {
                            log.warn(
                                    "room {}: {} admissions could not be told to the store ({}); those buyers go on,"
                                            + " it may call a few too many",
                                    room.id(),
                                    batch.size(),
                                    failure.getMessage());
                            return null;
                        })));
    }

    /** The config names the room no more, and so nobody will ask for what it remembers. */
    void forget() {
        recall.clear();
    }
}
