package io.foyer.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Proves that the check at the end of each test on a {@link Testbed} can fail. */
final class LeaksTest {
    @Test
    void found_bufferThatNobodyReleased_isReported() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(Level.PARANOID);
        List<String> found = new ArrayList<>();

        await().until(() -> {
            ByteBufAllocator.DEFAULT.directBuffer(16);
            found.addAll(Leaks.found());
            return !found.isEmpty();
        });

        await().until(() -> Leaks.found().isEmpty());
    }
}
