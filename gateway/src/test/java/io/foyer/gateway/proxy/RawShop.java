package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A server whose connections the test speaks for itself, byte by byte. */
final class RawShop implements AutoCloseable {
    private final ServerSocket listening;
    private final LinkedBlockingQueue<RawClient> accepted = new LinkedBlockingQueue<>();
    private final Set<Socket> all = ConcurrentHashMap.newKeySet();

    RawShop() {
        this(open("127.0.0.1"));
    }

    RawShop(ServerSocket listening) {
        this.listening = listening;
        Thread acceptor = new Thread(this::accept, "raw-shop");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    static ServerSocket open(String address) {
        try {
            return new ServerSocket(0, 1024, InetAddress.getByName(address));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Server server() {
        return new Server("a", URI.create("http://127.0.0.1:" + port()));
    }

    int port() {
        return listening.getLocalPort();
    }

    /** The next connection; waits for it. */
    RawClient accepted() {
        try {
            RawClient next = accepted.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no connection came");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Connections that came and were not taken. */
    int untaken() {
        return accepted.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                all.add(socket);
                accepted.add(new RawClient(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    /** Refuses connections from now on; those that are open stay. */
    void stopListening() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : all) {
            socket.close();
        }
    }
}
