package io.foyer.gateway.edge;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A socket that the process was started with. Where systemd says how many it passed (sd_listen_fds(3)), the number must be one
 * of those; other supervisors say nothing.
 *
 * @param isUnix whether it is a unix socket; TCP otherwise
 */
record InheritedSocket(boolean isUnix) {
    private static final int FIRST = 3;
    /** The same on x86-64 and AArch64. */
    private static final long O_NONBLOCK = 04000;

    /** @throws IllegalArgumentException when the process has no such socket */
    static InheritedSocket of(int fd) {
        requirePassed(fd, System.getenv());
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
            if (!link.startsWith("socket:[")) {
                throw new IllegalArgumentException("it is no socket but " + link);
            }
            requireNonBlocking(fd);
            String inode = link.substring("socket:[".length(), link.length() - 1);
            try (Stream<String> unix = Files.lines(Path.of("/proc/self/net/unix"))) {
                return new InheritedSocket(unix.anyMatch(line -> isInode(line, inode)));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the process was started without it", e);
        }
    }

    static void requirePassed(int fd, Map<String, String> environment) {
        String count = environment.get("LISTEN_FDS");
        if (count == null) {
            return;
        }
        String pid = environment.get("LISTEN_PID");
        if (pid != null && !pid.equals(Long.toString(ProcessHandle.current().pid()))) {
            throw new IllegalArgumentException("LISTEN_PID names process " + pid + ", not this one");
        }
        if (!count.matches("[0-9]{1,4}") || fd >= FIRST + Integer.parseInt(count)) {
            throw new IllegalArgumentException("LISTEN_FDS is " + count + ", so the last socket is fd:"
                    + (count.matches("[0-9]{1,4}") ? FIRST + Integer.parseInt(count) - 1 : "none"));
        }
    }

    /** A blocking one would stop its event loop after each connection until the next. */
    private static void requireNonBlocking(int fd) throws IOException {
        try (Stream<String> info = Files.lines(Path.of("/proc/self/fdinfo/" + fd))) {
            boolean nonBlocking = info.filter(line -> line.startsWith("flags:"))
                    .map(line -> line.substring("flags:".length()).strip())
                    .anyMatch(flags -> (Long.parseLong(flags, 8) & O_NONBLOCK) != 0);
            if (!nonBlocking) {
                throw new IllegalArgumentException(
                        "it blocks (expected: O_NONBLOCK, as NonBlocking=yes of the unit sets)");
            }
        }
    }

    /** A line of /proc/net/unix: Num RefCount Protocol Flags Type St Inode Path. */
    private static boolean isInode(String line, String inode) {
        String[] columns = line.strip().split("\\s+");
        return columns.length > 6 && columns[6].equals(inode);
    }
}
