package io.foyer.redis;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Runs a script; completes exceptionally with StoreUnavailableException when the store is not there. */
interface ScriptRunner {
    CompletionStage<List<Object>> run(Script script, byte[][] keys, byte[][] arguments);

    default CompletionStage<Reply> call(Script script, RoomKeys keys, Arguments arguments) {
        return run(script, keys.of(script), arguments.toArray()).thenApply(values -> new Reply(script.name(), values));
    }

    /** How many replicas hold all that was written before on this connection, once that many do or the time is over. */
    CompletionStage<Long> replicated(int replicas, long timeoutMillis);
}
