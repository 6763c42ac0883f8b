package io.foyer.gateway.edge;

/**
 * Frames that cost the sender less than us, and how many of each a connection may send: {@code burst} at once, and
 * {@code perSecond} in the long run. More ends the connection.
 */
public enum Flood {
    /** Requests given up by the buyer as soon as they were made: "rapid reset", CVE-2023-44487. */
    RESET(200, 20),
    /** Requests that we had to reset, because the buyer broke a rule: "MadeYouReset", CVE-2025-8671. */
    PROVOKED_RESET(100, 2),
    /** Each wants an acknowledgement: CVE-2019-9515. */
    SETTINGS(32, 1),
    /** Each wants an answer: CVE-2019-9512. */
    PING(200, 20),
    /** Of no use since RFC 9113, but still to be read: CVE-2019-9513. */
    PRIORITY(1000, 100),
    /** Those that our data asks for are not counted. */
    WINDOW_UPDATE(1000, 100),
    /** Neither data nor an end: CVE-2019-9518. */
    EMPTY_DATA(32, 1),
    /** Frames of kinds that nobody has defined, and GOAWAY. */
    UNKNOWN(256, 16),
    /** A header block in far too many pieces, empty ones too: CVE-2024-27316, CVE-2026-33871. Bounded by the block, not in time. */
    CONTINUATION(0, 0),
    /** Headers that unpack to far more than allowed: an HPACK bomb. Bounded by the block, not in time. */
    HEADER_LIST(0, 0);

    private final int burst;
    private final int perSecond;

    Flood(int burst, int perSecond) {
        this.burst = burst;
        this.perSecond = perSecond;
    }

    int burst() {
        return burst;
    }

    int perSecond() {
        return perSecond;
    }
}
