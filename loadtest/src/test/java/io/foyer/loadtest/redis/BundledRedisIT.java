package io.foyer.loadtest.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.loadtest.process.WorkDir;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class BundledRedisIT {
    @Test
    void start_answersPing_andCloseEndsTheProcess() throws Exception {
        try (WorkDir dir = WorkDir.create()) {
            BundledRedis redis = BundledRedis.start(dir);
            assertThat(ping(URI.create(redis.uri()).getPort())).isEqualTo("+PONG");

            redis.close();
            assertThat(redis.process().isAlive()).isFalse();
        }
    }

    private static String ping(int port) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        }
    }
}
