package io.foyer.loadtest.blackbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks for one page over and over on a thread of its own, and never asks twice for the same answer: whatever goes wrong once is a
 * failure.
 */
final class SteadyClient {
    private static final int PATIENCE_MILLIS = 15_000;
    private static final long PAUSE_MILLIS = 3;

    private final int port;
    private final Habit habit;
    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "steady-client");
    private volatile boolean over;

    enum Habit {
        NEW_CONNECTIONS,
        /** Until the server says that it closes. */
        KEPT_CONNECTION
    }

    private SteadyClient(int port, Habit habit) {
        this.port = port;
        this.habit = habit;
    }

    static SteadyClient start(int port, Habit habit) {
        SteadyClient client = new SteadyClient(port, habit);
        client.thread.setDaemon(true);
        client.thread.start();
        return client;
    }

    void stop() {
        over = true;
        try {
            thread.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return failures;
    }

    private void run() {
        while (!over) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(PATIENCE_MILLIS);
                socket.setTcpNoDelay(true);
                InputStream in = new BufferedInputStream(socket.getInputStream());
                boolean open = true;
                while (open && !over) {
                    open = ask(socket, in) && habit == Habit.KEPT_CONNECTION;
                    Thread.sleep(PAUSE_MILLIS);
                }
            } catch (IOException | RuntimeException e) {
                failures.add(habit + " after " + answered + ": " + e);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Returns whether the connection stays. */
    private boolean ask(Socket socket, InputStream in) throws IOException {
        socket.getOutputStream()
                .write("GET /assets/shop.css HTTP/1.1\r\nHost: arena.example\r\n\r\n".getBytes(ISO_8859_1));
        String head = head(in);
        if (!head.startsWith("HTTP/1.1 200 ")) {
            throw new IOException("answer: " + head);
        }
        int length = Integer.parseInt(head.replaceAll("(?is).*\r\ncontent-length: (\\d+)\r\n.*", "$1"));
        if (in.readNBytes(length).length < length) {
            throw new IOException("body cut short");
        }
        answered.incrementAndGet();
        return !head.contains("Connection: close");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed after '" + head + "'");
            }
            head.append((char) b);
        }
        return head.toString();
    }
}
