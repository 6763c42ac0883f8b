package io.foyer.gateway.edge;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the frames of an HTTP/2 connection as their bytes come, before anything is done about them (RFC 9113 section 4.1):
 * finds floods, and tells whether a head is only half there. It reads nothing but the nine bytes before each frame.
 */
final class FrameWatch {
    private static final int PREFACE_BYTES = 24;
    private static final int HEADER_BYTES = 9;
    private static final int PIECES = 8;
    private static final int USUAL_FRAME_BYTES = 16 * 1024;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    private final FloodGuard guard;
    private final int piecesMax;
    private final long blockBytesMax;
    private final byte[] header = new byte[HEADER_BYTES];
    private int headerBytes;
    private long skip = PREFACE_BYTES;
    private boolean inBlock;
    private boolean data;
    private int pieces;
    private long blockBytes;
    private int frames;

    /** @param headBytes the largest head that is taken */
    FrameWatch(FloodGuard guard, int headBytes) {
        this.guard = guard;
        piecesMax = PIECES + headBytes / USUAL_FRAME_BYTES;
        // Above the limit comes a 431; far above it, nothing is unpacked any more.
        blockBytesMax = headBytes + headBytes / 4;
    }

    /** Looks at what has come; returns the flood in it, if there is one. */
    @Nullable
    Flood look(ByteBuf in) {
        int p = in.readerIndex();
        int end = in.writerIndex();
        while (p < end) {
            if (skip > 0) {
                int skipped = (int) Math.min(skip, end - p);
                skip -= skipped;
                p += skipped;
                continue;
            }
            int taken = Math.min(HEADER_BYTES - headerBytes, end - p);
            in.getBytes(p, header, headerBytes, taken);
            headerBytes += taken;
            p += taken;
            if (headerBytes == HEADER_BYTES) {
                headerBytes = 0;
                skip = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
                Flood flood = frame(header[3] & 0xff, header[4] & 0xff);
                if (flood != null) {
                    return flood;
                }
            }
        }
        return null;
    }

    /** Whether something has begun that is not a body, and has to go on soon. */
    boolean isWaiting() {
        return inBlock || headerBytes > 0 || (skip > 0 && !data);
    }

    /** How many have begun, a header block counted once however many it is cut into. */
    int frames() {
        return frames;
    }

    private @Nullable Flood frame(int type, int flags) {
        data = type == 0;
        frames += type == 9 ? 0 : 1;
        return switch (type) {
            case 0 -> null;
            case 1 -> block(flags, 0);
            case 2, 16 -> count(Flood.PRIORITY);
            case 3 -> count(Flood.RESET);
            case 4 -> (flags & ACK) == 0 ? count(Flood.SETTINGS) : count(Flood.UNKNOWN);
            case 6 -> count(Flood.PING);
            case 8 -> count(Flood.WINDOW_UPDATE);
            case 9 -> block(flags, pieces + 1);
            default -> count(Flood.UNKNOWN);
        };
    }

    private @Nullable Flood block(int flags, int piece) {
        pieces = piece;
        blockBytes = skip + (piece == 0 ? 0 : blockBytes);
        inBlock = (flags & END_HEADERS) == 0;
        if (piece > piecesMax) {
            return Flood.CONTINUATION;
        }
        return blockBytes > blockBytesMax ? Flood.HEADER_LIST : null;
    }

    private @Nullable Flood count(Flood kind) {
        return guard.allows(kind) ? null : kind;
    }
}
