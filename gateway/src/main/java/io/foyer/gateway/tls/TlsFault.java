package io.foyer.gateway.tls;

import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.util.Locale;

/** Why a TLS handshake came to nothing. */
public enum TlsFault {
    /** What came was not TLS, mostly plain HTTP. */
    NOT_TLS,
    HELLO_TOO_LARGE,
    TIMED_OUT,
    /** The client left. */
    CLOSED,
    /** No version in common; a client that speaks nothing newer than TLS 1.1, mostly. */
    NO_COMMON_VERSION,
    NO_COMMON_CIPHER,
    /** None of the protocols that the client offers is spoken here. */
    NO_COMMON_PROTOCOL,
    /** The client sent an alert, mostly because it does not trust the certificate. */
    REFUSED_BY_CLIENT,
    /** The client's part was not valid. */
    INVALID;

    public static TlsFault of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotSslRecordException) {
                return NOT_TLS;
            }
            if (cause instanceof TooLongFrameException) {
                return HELLO_TOO_LARGE;
            }
            if (cause instanceof SslHandshakeTimeoutException) {
                return TIMED_OUT;
            }
            if (cause instanceof ClosedChannelException) {
                return CLOSED;
            }
        }
        return ofText(texts(failure));
    }

    /** BoringSSL and the JDK tell these apart by their words only. */
    private static TlsFault ofText(String text) {
        if (text.contains("unsupported_protocol")
                || text.contains("protocol version")
                || text.contains("no appropriate protocol")
                || text.contains("not accepted by server preferences")) {
            return NO_COMMON_VERSION;
        }
        if (text.contains("no_shared_cipher") || text.contains("no cipher suites in common")) {
            return NO_COMMON_CIPHER;
        }
        if (text.contains("http_request") || text.contains("not an ssl")) {
            return NOT_TLS;
        }
        return text.contains("alert") ? REFUSED_BY_CLIENT : INVALID;
    }

    private static String texts(Throwable failure) {
        StringBuilder all = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            all.append(cause.getMessage()).append(' ');
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }
}
