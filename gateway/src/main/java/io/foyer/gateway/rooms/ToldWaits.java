package io.foyer.gateway.rooms;

import io.foyer.admission.pacing.Release;
import io.foyer.admission.wait.WaitEstimator;
import io.foyer.admission.wait.WaitNews;
import io.foyer.admission.wait.WaitOutlook;
import io.foyer.admission.wait.WaitRange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waits that a room tells, and how true they come. The rooms thread observes, any thread asks. */
final class ToldWaits {
    private final RoomContext room;
    private final WaitEstimator estimator = new WaitEstimator();
    private final Promises promises = new Promises();
    private volatile WaitOutlook outlook = WaitOutlook.UNKNOWN;
    private volatile WaitNews news = WaitNews.NONE;

    ToldWaits(RoomContext room) {
        this.room = room;
    }

    /** Once a slice. */
    void observe(@Nullable RoomView view, Release release) {
        long now = room.setting().nanoClock().getAsLong();
        long called = view == null ? 0 : view.snapshot().totals().called();
        long waiting = view == null ? 0 : view.waiting();
        long joined = view == null ? 0 : view.snapshot().tail();
        estimator.observe(new WaitEstimator.Observation(now, called, waiting, joined, release));
        outlook = estimator.outlook();
        news = estimator.news();
        if (view != null) {
            promises.observe(view, now, this::waitFor, result -> room.events().waitEnded(room.id(), result));
        }
    }

    /** The wait of one with that many ahead; empty while nobody can tell. */
    Optional<WaitRange> waitFor(long ahead) {
        return outlook.estimate(ahead);
    }

    /** Why waits are told otherwise than some minutes ago. */
    WaitNews news() {
        return news;
    }
}
