package io.foyer.gateway.pages;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Leaves the world of buffers: answers are plain arrays. */
final class Bytes {
    private Bytes() {}

    /** The readable bytes; releases the buffer. */
    static byte[] take(ByteBuf buffer) {
        byte[] bytes = ByteBufUtil.getBytes(buffer);
        buffer.release();
        return bytes;
    }
}
