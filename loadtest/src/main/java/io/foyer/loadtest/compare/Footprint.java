package io.foyer.loadtest.compare;

import io.foyer.loadtest.process.Heap;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway takes beside CPU.
 *
 * @param startMillis from the start of its process until it was ready
 * @param bytesPerRequest that an admitted request allocates on the heap
 * @param idleBytesPerConnection growth of the live heap by connections that had one status poll each and then rested
 */
public record Footprint(long startMillis, double bytesPerRequest, long idleBytesPerConnection) {
    private static final int CONNECTIONS = 4_000;
    private static final int ANSWER_BYTES = 4_096;
    /** Longer than it takes the gateway to give memory for heads back. */
    private static final long REST_MILLIS = 7_000;

    static long idleBytesPerConnection(long pid, String url) throws IOException, InterruptedException {
        URI target = URI.create(url);
        byte[] poll = ("GET /_foyer/status HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        long before = Heap.ofLive(pid).usedBytes();
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
                open.add(channel);
                channel.write(ByteBuffer.wrap(poll));
                channel.read(ByteBuffer.allocate(ANSWER_BYTES));
            }
            Thread.sleep(REST_MILLIS);
            return (Heap.ofLive(pid).usedBytes() - before) / CONNECTIONS;
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }
}
