package io.foyer.gateway.edge;

import io.foyer.gateway.config.ListenerConfig.Sharing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a unix socket. It is bound under another name and then moved into place, so that at every moment somebody
 * listens there: a process that takes over replaces it at once, and the one before removes only what is its own.
 */
final class UnixPath {
    private static final Logger LOG = LoggerFactory.getLogger(UnixPath.class);

    private final Path path;
    private final Path fresh;
    private @Nullable Object own;

    private UnixPath(Path path) {
        this.path = path;
        fresh = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
    }

    /** @throws UncheckedIOException when somebody listens there and may not be replaced */
    static UnixPath prepare(String path, Sharing sharing) {
        UnixPath made = new UnixPath(Path.of(path));
        if (sharing == Sharing.ALONE && isInUse(made.path)) {
            throw new UncheckedIOException(new IOException("Address already in use"));
        }
        return made;
    }

    private static boolean isInUse(Path path) {
        if (!Files.exists(path)) {
            return false;
        }
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            // Left over from a process that is no more.
            return false;
        }
    }

    /** Where to bind. */
    String fresh() {
        return fresh.toString();
    }

    void publish() {
        try {
            own = key(fresh);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove() {
        try {
            if (own != null && Files.exists(path) && own.equals(key(path))) {
                Files.delete(path);
            }
        } catch (IOException e) {
            LOG.warn("unix socket {} cannot be removed: {}", path, e.getMessage());
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }
}
