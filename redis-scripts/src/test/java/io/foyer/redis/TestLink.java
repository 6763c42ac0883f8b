package io.foyer.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * What is between a gateway and its server: passes bytes on, or keeps them and says nothing, as a network does that loses
 * packets. They arrive when it passes again, unless the connection has been broken by then.
 */
final class TestLink implements AutoCloseable {
    enum Mode {
        PASSES,
        /** Nothing arrives in either direction; connections stay open. */
        SILENT,
        /** Requests arrive, answers do not. */
        NO_ANSWERS
    }

    private final ServerSocket door;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile int port;
    private Mode mode = Mode.PASSES;

    TestLink(int port) {
        this(port, ServerSocketFactory.getDefault());
    }

    TestLink(int port, ServerSocketFactory doors) {
        this.port = port;
        try {
            door = doors.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    synchronized void mode(Mode next) {
        mode = next;
        notifyAll();
    }

    private synchronized void awaitPassage(Mode worst) throws IOException {
        while (mode != Mode.PASSES && mode != worst) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    /** Another server has the address from now on. */
    void leadTo(int otherPort) {
        port = otherPort;
        breakAll();
    }

    void breakAll() {
        sockets.forEach(TestLink::close);
        sockets.clear();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port);
                sockets.addAll(List.of(near, far));
                start(() -> copy(near, far, Mode.NO_ANSWERS));
                start(() -> copy(far, near, Mode.PASSES));
            } catch (IOException closedOrRefused) {
                // The one who connects sees it.
            }
        }
    }

    /** @param worst the worst mode in which this direction still passes bytes */
    private void copy(Socket from, Socket to, Mode worst) {
        byte[] bytes = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
                awaitPassage(worst);
                out.write(bytes, 0, read);
                out.flush();
            }
        } catch (IOException broken) {
            // Both ends are closed.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "test-link");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        breakAll();
    }
}
