package io.foyer.admission.line;

import java.util.function.Function;

/** What came of a {@link JoinBlock}. */
public sealed interface JoinReply {

    <T> T fold(Function<Joined, T> joined, Function<NotOpen, T> notOpen);

    /**
     * The block has consecutive numbers from {@code first}; the lowest {@code entering} of them are admitted already,
     * because nobody waits and there is budget.
     *
     * @param sale the drawn sale in whose lobby these numbers are; 0 for none
     */
    record Joined(Place first, int entering, String lineage, long storeTimeMillis, long sale) implements JoinReply {
        public Joined(Place first, int entering, String lineage, long storeTimeMillis) {
            this(first, entering, lineage, storeTimeMillis, 0);
        }

        @Override
        public <T> T fold(Function<Joined, T> joined, Function<NotOpen, T> notOpen) {
            return joined.apply(this);
        }
    }

    /** The room has no such era or is settling: sync, then try again. Nothing was given out. */
    record NotOpen() implements JoinReply {
        @Override
        public <T> T fold(Function<Joined, T> joined, Function<NotOpen, T> notOpen) {
            return notOpen.apply(this);
        }
    }
}
