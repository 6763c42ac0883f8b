package io.foyer.gateway.http;

import org.jspecify.annotations.Nullable;

/** What heads of requests and responses share: version, framing and the connection's persistence. */
public abstract sealed class MessageHead extends HeaderBlock permits RequestHead, ResponseHead {
    private static final int LENGTH_DIGITS_MAX = 18;

    int versionMinor;
    BodyKind bodyKind = BodyKind.NONE;
    long contentLength;

    private boolean close;
    private boolean keepAlive;
    private boolean upgrade;
    private boolean nominates;
    private boolean coded;

    /** 0 for HTTP/1.0, 1 for HTTP/1.1. */
    public final int versionMinor() {
        return versionMinor;
    }

    public final BodyKind bodyKind() {
        return bodyKind;
    }

    /** In bytes; 0 unless the kind is {@link BodyKind#LENGTH}. */
    public final long contentLength() {
        return bodyKind == BodyKind.LENGTH ? contentLength : 0;
    }

    /** Whether at least one byte of body framing follows the head. */
    public final boolean hasBody() {
        return bodyKind == BodyKind.LENGTH ? contentLength > 0 : bodyKind != BodyKind.NONE;
    }

    /** Whether the sender wants to go on using the connection (RFC 9112 section 9.3). */
    public boolean keepAlive() {
        return !close && (versionMinor == 1 || keepAlive);
    }

    /** Whether {@code Connection} names {@code upgrade}. */
    final boolean connectionUpgrade() {
        return upgrade;
    }

    /** Whether {@code Connection} names a field, which then ends here (RFC 9110 section 7.6.1). */
    final boolean isNominated(int index) {
        if (!nominates) {
            return false;
        }
        for (int i = 0; i < headerCount(); i++) {
            if (kind(i) == Field.CONNECTION && names(i, nameStart(index), nameEnd(index))) {
                return true;
            }
        }
        return false;
    }

    @Override
    void clearFields() {
        super.clearFields();
        bodyKind = BodyKind.NONE;
        contentLength = 0;
        close = false;
        keepAlive = false;
        upgrade = false;
        nominates = false;
        coded = false;
    }

    /** Takes what one field says on framing and connection; returns what is wrong with it. */
    final @Nullable Refusal takeFraming(int index) {
        return switch (kind(index)) {
            case CONNECTION -> takeConnection(valueStart(index), valueEnd(index));
            case CONTENT_LENGTH -> takeLength(valueStart(index), valueEnd(index));
            case TRANSFER_ENCODING -> takeCoding(valueStart(index), valueEnd(index));
            default -> null;
        };
    }

    private @Nullable Refusal takeLength(int start, int end) {
        if (bodyKind == BodyKind.CHUNKED) {
            return Refusal.LENGTH_AND_CODING;
        }
        if (bodyKind == BodyKind.LENGTH) {
            return Refusal.CONTENT_LENGTH_DUPLICATE;
        }
        if (start == end || end - start > LENGTH_DIGITS_MAX) {
            return Refusal.CONTENT_LENGTH_INVALID;
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return Refusal.CONTENT_LENGTH_INVALID;
            }
            length = 10 * length + digit;
        }
        bodyKind = BodyKind.LENGTH;
        contentLength = length;
        return null;
    }

    private @Nullable Refusal takeCoding(int start, int end) {
        if (bodyKind == BodyKind.LENGTH) {
            return Refusal.LENGTH_AND_CODING;
        }
        if (versionMinor == 0) {
            return Refusal.CODING_IN_1_0;
        }
        if (coded || !Grammar.startsWith(bytes, Math.max(start, end - 7), end, "chunked")) {
            return Refusal.CODING_NOT_FINAL;
        }
        if (end - start != 7) {
            return Refusal.CODING_UNSUPPORTED;
        }
        coded = true;
        bodyKind = BodyKind.CHUNKED;
        return null;
    }

    private @Nullable Refusal takeConnection(int start, int end) {
        int p = start;
        while (p < end) {
            int tokenStart = p;
            while (p < end && Grammar.NAME[bytes[p] & 0xff] != 0) {
                p++;
            }
            takeOption(tokenStart, p);
            while (p < end && Grammar.isSpace(bytes[p])) {
                p++;
            }
            if (p < end && bytes[p] != ',') {
                return Refusal.CONNECTION_INVALID;
            }
            p++;
            while (p < end && Grammar.isSpace(bytes[p])) {
                p++;
            }
        }
        return null;
    }

    private void takeOption(int start, int end) {
        if (Grammar.isText(bytes, start, end, "close")) {
            close = true;
        } else if (Grammar.isText(bytes, start, end, "keep-alive")) {
            keepAlive = true;
        } else if (Grammar.isText(bytes, start, end, "upgrade")) {
            upgrade = true;
        } else if (end > start) {
            nominates = true;
        }
    }

    /** Whether the list in a {@code Connection} field has the name at that place. */
    private boolean names(int connection, int start, int end) {
        int p = valueStart(connection);
        int listEnd = valueEnd(connection);
        while (p < listEnd) {
            int tokenStart = p;
            while (p < listEnd && Grammar.NAME[bytes[p] & 0xff] != 0) {
                p++;
            }
            if (isSameName(tokenStart, p, start, end)) {
                return true;
            }
            p = p == tokenStart ? p + 1 : p;
        }
        return false;
    }

    private boolean isSameName(int start, int end, int otherStart, int otherEnd) {
        if (end - start != otherEnd - otherStart) {
            return false;
        }
        for (int i = 0; i < end - start; i++) {
            if (Grammar.lower(bytes[start + i]) != Grammar.lower(bytes[otherStart + i])) {
                return false;
            }
        }
        return true;
    }
}
