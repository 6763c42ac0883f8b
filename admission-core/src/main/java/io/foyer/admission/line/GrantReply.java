package io.foyer.admission.line;

import java.util.function.Function;
import java.util.function.Supplier;

/** Whether a called ticket goes in. */
public sealed interface GrantReply {

    <T> T fold(Function<Admitted, T> admitted, Supplier<T> notCalled, Supplier<T> soon, Supplier<T> over);

    /** The ticket is admitted. Asked again, the answer and its time (whole seconds) are the same and nothing is paid. */
    record Admitted(long admittedAtMillis) implements GrantReply {
        @Override
        public <T> T fold(Function<Admitted, T> admitted, Supplier<T> notCalled, Supplier<T> soon, Supplier<T> over) {
            return admitted.apply(this);
        }
    }

    /** Its place has not been called. */
    record NotCalled() implements GrantReply {
        @Override
        public <T> T fold(Function<Admitted, T> admitted, Supplier<T> notCalled, Supplier<T> soon, Supplier<T> over) {
            return notCalled.get();
        }
    }

    /** It was absent when called and has come back: it goes in ahead of later calls, as soon as there is budget. */
    record Soon() implements GrantReply {
        @Override
        public <T> T fold(Function<Admitted, T> admitted, Supplier<T> notCalled, Supplier<T> soon, Supplier<T> over) {
            return soon.get();
        }
    }

    /** The ticket is used up: it left, its pass is over, or it came back later than its place was kept. */
    record Over() implements GrantReply {
        @Override
        public <T> T fold(Function<Admitted, T> admitted, Supplier<T> notCalled, Supplier<T> soon, Supplier<T> over) {
            return over.get();
        }
    }
}
