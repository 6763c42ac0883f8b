package io.foyer.redis;

import io.foyer.admission.line.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells a store that is away or not fit from a script that is wrong. */
final class StoreFailures {
    /** What a server in trouble answers. Before Redis 7 the word is buried in the script's error. */
    private static final Pattern UNFIT = Pattern.compile(
            "\\b(READONLY|LOADING|MISCONF|OOM|NOREPLICAS|MASTERDOWN|CLUSTERDOWN|NOAUTH|WRONGPASS|NOPERM|BUSY|UNKILLABLE)\\b");

    /** Words of a server that is no longer the master, or not yet ready: it has to be looked at anew. */
    private static final Pattern MISPLACED = Pattern.compile("\\b(READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|NOAUTH)\\b");

    private StoreFailures() {}

    static boolean isMisplaced(Throwable failure) {
        return failure instanceof RedisCommandExecutionException
                && MISPLACED.matcher(String.valueOf(failure.getMessage())).find();
    }

    static RuntimeException translate(String script, Throwable failure) {
        if (failure instanceof RedisCommandExecutionException) {
            String message = String.valueOf(failure.getMessage());
            Matcher unfit = UNFIT.matcher(message);
            if (!unfit.find()) {
                return new IllegalStateException(script + ".lua failed: " + message, failure);
            }
            return new StoreUnavailableException("the store refuses: " + unfit.group(), failure);
        }
        return new StoreUnavailableException("no answer from the store: " + describe(failure), failure);
    }

    /** The innermost reason, which is the one that helps. */
    static String describe(Throwable failure) {
        Throwable inner = failure;
        while (inner.getCause() != null) {
            inner = inner.getCause();
        }
        String message = inner.getMessage();
        return message == null ? inner.getClass().getSimpleName() : message;
    }
}
