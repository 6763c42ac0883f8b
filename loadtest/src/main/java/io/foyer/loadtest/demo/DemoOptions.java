package io.foyer.loadtest.demo;

/** What the demo is started with. */
public record DemoOptions(int port, int opsPort, int buyers, int ordersPerMinute) {
    private static final int BUYERS_MAX = 5_000;

    public DemoOptions {
        requirePort("--port", port);
        requirePort("--ops-port", opsPort);
        if (buyers < 1 || buyers > BUYERS_MAX) {
            throw new IllegalArgumentException("--buyers: " + buyers + " (expected: 1 to " + BUYERS_MAX + ")");
        }
        if (ordersPerMinute < 1) {
            throw new IllegalArgumentException("--orders-per-minute: " + ordersPerMinute + " (expected: >= 1)");
        }
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(name + ": " + port + " (expected: 1 to 65535)");
        }
    }
}
