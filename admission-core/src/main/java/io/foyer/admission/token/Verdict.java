package io.foyer.admission.token;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What came of reading a token. */
public sealed interface Verdict<T> {

    <R> R fold(Function<T, R> valid, Function<TokenFault, R> refused);

    /** The token if it is valid. */
    @Nullable
    T orNull();

    /** Signed by us and in force. */
    record Valid<T>(T token) implements Verdict<T> {
        @Override
        public @Nullable T orNull() {
            return token;
        }

        @Override
        public <R> R fold(Function<T, R> valid, Function<TokenFault, R> refused) {
            return valid.apply(token);
        }
    }

    /** Not to be believed, or not any more. */
    record Refused<T>(TokenFault fault) implements Verdict<T> {
        @Override
        public @Nullable T orNull() {
            return null;
        }

        @Override
        public <R> R fold(Function<T, R> valid, Function<TokenFault, R> refused) {
            return refused.apply(fault);
        }
    }
}
