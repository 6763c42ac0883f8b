package io.foyer.loadtest.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway takes without a request.
 *
 * @param startMillis from the start of its process until it was ready
 * @param idleBytesPerConnection growth of its resident memory by connections that had one status poll each and then rested
 */
public record Footprint(long startMillis, long idleBytesPerConnection) {
    private static final int CONNECTIONS = 4_000;
    private static final int ANSWER_BYTES = 4_096;
    /** Longer than it takes the gateway to give memory for heads back. */
    private static final long REST_MILLIS = 7_000;

    static Footprint measure(long startMillis, long pid, String url) throws IOException, InterruptedException {
        URI target = URI.create(url);
        byte[] poll = ("GET /_foyer/status HTTP/1.1\r\nHost: " + target.getAuthority() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        long before = residentBytes(pid);
        List<SocketChannel> open = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = SocketChannel.open(new InetSocketAddress(target.getHost(), target.getPort()));
                open.add(channel);
                channel.write(ByteBuffer.wrap(poll));
                channel.read(ByteBuffer.allocate(ANSWER_BYTES));
            }
            Thread.sleep(REST_MILLIS);
            return new Footprint(startMillis, Math.max(0, residentBytes(pid) - before) / CONNECTIONS);
        } finally {
            for (SocketChannel channel : open) {
                channel.close();
            }
        }
    }

    private static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
            if (line.startsWith("VmRSS:")) {
                return 1_024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("process " + pid + " has no VmRSS");
    }
}
