package io.foyer.gateway.limits;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the process may open as many sockets as its config promises. */
public final class FileDescriptors {
    private static final Logger LOG = LoggerFactory.getLogger(FileDescriptors.class);
    /** For the store, the shops, the log, the jar and what the JVM opens. */
    private static final long OTHERS = 1_000;

    private FileDescriptors() {}

    /** Warns when the process may have fewer than {@code connections} and what else it needs. */
    public static void check(long connections) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            check(connections, system.getMaxFileDescriptorCount());
        }
    }

    static boolean check(long connections, long most) {
        boolean enough = most <= 0 || most >= connections + OTHERS;
        if (!enough) {
            LOG.warn(
                    "listeners[].limits.connections add up to {}, but the process may open {} files: beyond that buyers get no"
                            + " connection; raise LimitNOFILE, or lower the limit",
                    connections,
                    most);
        }
        return enough;
    }
}
