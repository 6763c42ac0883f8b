package io.foyer.gateway.ops;

import io.foyer.admission.line.RoomId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What ops asks of the gateway. Thread-safe and never blocks; stages complete on any thread. */
public interface OpsControl {

    /** How the gateway stands now, from memory. */
    GatewayFigures figures();

    /** Stops or resumes the calls of a room that is among {@link #figures}. Fails when the store is away. */
    CompletionStage<Void> pause(RoomId room, boolean paused);

    /** Reads the config file again. Completes with its problems; none means that it is in force. */
    CompletionStage<List<String>> reload();
}
