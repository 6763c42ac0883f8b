package io.foyer.gateway.edge;

import io.foyer.gateway.http.BodyKind;
import io.foyer.gateway.http.ChunkWriter;
import io.foyer.gateway.http.HeaderBlock;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Writes bodies of HTTP/1.1 as their heads say: in chunks, or as they are. */
public final class BodyFraming {
    private static final int CHUNK_FRAME_BYTES = 16;

    private BodyFraming() {}

    /** Takes over a piece of a body, which is not empty. */
    public static void add(Outbox out, BodyKind kind, ByteBuf data) {
        if (kind != BodyKind.CHUNKED) {
            out.add(data);
            return;
        }
        int length = data.readableBytes();
        int joined = length <= Outbox.JOINED_BYTES ? length : 0;
        ChunkWriter.writeSize(out.room(joined + CHUNK_FRAME_BYTES), length);
        out.add(data);
        ChunkWriter.writeEnd(out.room(CHUNK_FRAME_BYTES));
    }

    /** Ends a body. */
    public static void end(Outbox out, BodyKind kind, @Nullable HeaderBlock trailers) {
        if (kind != BodyKind.CHUNKED) {
            return;
        }
        ByteBuf last = out.room(CHUNK_FRAME_BYTES);
        if (trailers == null) {
            ChunkWriter.writeLast(last);
        } else {
            ChunkWriter.writeLast(last, trailers);
        }
    }
}
