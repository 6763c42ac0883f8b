package io.foyer.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FrameWatchTest {
    private static final byte[] PREFACE = new byte[24];

    private final AtomicLong clock = new AtomicLong();
    private final FloodGuard guard = new FloodGuard(clock::get);
    private final FrameWatch watch = new FrameWatch(guard, 16 * 1024);

    private static byte[] frame(int type, int flags, int length) {
        byte[] frame = new byte[9 + length];
        frame[1] = (byte) (length >> 8);
        frame[2] = (byte) length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        return frame;
    }

    private static ByteBuf bytes(byte[]... parts) {
        return Unpooled.wrappedBuffer(parts);
    }

    @Test
    void frames_cutAnywhere_areCountedOnce() {
        byte[] whole = new byte[24 + 15 + 309 + 709 + 13];
        bytes(PREFACE, frame(4, 0, 6), frame(1, 4, 300), frame(0, 1, 700), frame(3, 0, 4))
                .readBytes(whole);
        for (int cut = 1; cut < whole.length; cut++) {
            FrameWatch each = new FrameWatch(new FloodGuard(clock::get), 16 * 1024);
            assertThat(each.look(Unpooled.wrappedBuffer(whole, 0, cut))).isNull();
            assertThat(each.look(Unpooled.wrappedBuffer(whole, cut, whole.length - cut)))
                    .isNull();
            assertThat(each.frames()).as("cut at %d", cut).isEqualTo(4);
            assertThat(each.isWaiting()).isFalse();
        }
    }

    @Test
    void waiting_isForHeadsAndControl_notForData() {
        assertThat(watch.isWaiting()).as("for the preface").isTrue();
        watch.look(bytes(PREFACE));
        assertThat(watch.isWaiting()).isFalse();
        watch.look(bytes(frame(1, 0, 10)));
        assertThat(watch.isWaiting()).as("for the rest of a block").isTrue();
        watch.look(bytes(frame(9, 4, 10)));
        assertThat(watch.isWaiting()).isFalse();
        watch.look(Unpooled.wrappedBuffer(frame(0, 0, 100), 0, 50));
        assertThat(watch.isWaiting()).as("a body may take its time").isFalse();
    }

    @Test
    void guard_refillsWithTime() {
        for (int i = 0; i < Flood.SETTINGS.burst(); i++) {
            assertThat(guard.allows(Flood.SETTINGS)).isTrue();
        }
        assertThat(guard.allows(Flood.SETTINGS)).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(3));
        assertThat(guard.allows(Flood.SETTINGS)).isTrue();
        assertThat(guard.allows(Flood.PING)).as("each kind for itself").isTrue();
    }

    @Test
    void block_ofTooManyPieces_orTooLarge_isAFlood() {
        watch.look(bytes(PREFACE, frame(1, 0, 1)));
        for (int i = 0; i < 9; i++) {
            assertThat(watch.look(bytes(frame(9, 0, 0)))).isNull();
        }
        assertThat(watch.look(bytes(frame(9, 0, 0)))).isEqualTo(Flood.CONTINUATION);

        FrameWatch large = new FrameWatch(guard, 1024);
        assertThat(large.look(bytes(PREFACE, frame(1, 0, 1000)))).isNull();
        assertThat(large.look(bytes(frame(9, 4, 1000)))).isEqualTo(Flood.HEADER_LIST);
    }
}
