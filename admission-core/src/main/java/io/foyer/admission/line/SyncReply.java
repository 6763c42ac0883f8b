package io.foyer.admission.line;

import java.util.function.Function;

/** What a {@link Heartbeat} brings back. */
public sealed interface SyncReply {

    <T> T fold(Function<Open, T> open, Function<NoEra, T> noEra, Function<Settling, T> settling);

    /** The room is open. */
    record Open(RoomSnapshot snapshot) implements SyncReply {
        @Override
        public <T> T fold(Function<Open, T> open, Function<NoEra, T> noEra, Function<Settling, T> settling) {
            return open.apply(this);
        }
    }

    /** The store knows nothing of the room: ask it to {@link LineStore#settle}. */
    record NoEra() implements SyncReply {
        @Override
        public <T> T fold(Function<Open, T> open, Function<NoEra, T> noEra, Function<Settling, T> settling) {
            return noEra.apply(this);
        }
    }

    /**
     * The store gathers what gateways remember; nobody joins or is called until it has been asked to {@link
     * LineStore#settle} after that time (0: ask now; if nobody has asked yet, the time begins then).
     */
    record Settling(long remainingMillis) implements SyncReply {
        @Override
        public <T> T fold(Function<Open, T> open, Function<NoEra, T> noEra, Function<Settling, T> settling) {
            return settling.apply(this);
        }
    }
}
