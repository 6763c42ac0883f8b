package io.foyer.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The way from one gateway to Redis: can be cut, for this gateway alone. */
final class StoreLink implements AutoCloseable {
    private final ServerSocket door;
    private final int redisPort;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean isCut;

    StoreLink(int redisPort) {
        this.redisPort = redisPort;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void cut() {
        isCut = true;
        closeAll();
    }

    void mend() {
        isCut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                sockets.add(near);
                if (isCut) {
                    closeAll();
                } else {
                    Socket far = new Socket(InetAddress.getLoopbackAddress(), redisPort);
                    sockets.add(far);
                    start(() -> copy(near, far));
                    start(() -> copy(far, near));
                }
            } catch (IOException closedOrRefused) {
                closeAll();
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException broken) {
            // Both ends are closed.
        }
    }

    private void closeAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        sockets.clear();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "store-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        door.close();
        closeAll();
    }
}
