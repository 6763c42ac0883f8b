package io.foyer.admission.line;

import org.jspecify.annotations.Nullable;

/** The store did not answer in time, refused the connection, or is not fit to serve (message says which). */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
