package io.foyer.gateway.ops;

import io.foyer.admission.line.CallNowReply;
import io.foyer.admission.line.RoomId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What ops asks of the gateway. Thread-safe and never blocks; stages complete on any thread. */
public interface OpsControl {

    /** How the gateway stands now, from memory. */
    GatewayFigures figures();

    /** Stops or resumes the calls of a room that is among {@link #figures}. Fails when the store is away. */
    CompletionStage<Void> pause(RoomId room, boolean paused);

    /**
     * Calls so many more of a room that is among {@link #figures}, beside the pace; a request that is repeated under the same
     * name calls nobody more. Fails when the store is away.
     */
    CompletionStage<CallNowReply> callNow(RoomId room, String request, int calls);

    /** Reads the config file again. Blocks on files, so elsewhere than on the caller's thread. */
    CompletionStage<Reload> reload();

    /**
     * How a reload went.
     *
     * @param inForce whether the file is in force now
     * @param problems a line each; warnings only when it is in force
     * @param changes what it changed, a line a key
     */
    record Reload(boolean inForce, List<String> problems, List<String> changes) {
        public Reload {
            problems = List.copyOf(problems);
            changes = List.copyOf(changes);
        }
    }
}
