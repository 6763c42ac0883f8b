package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.foyer.admission.upstream.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A shop that keeps every byte it gets, by connection, and answers what it takes for a request. It finds requests in the
 * plainest way, so that bytes too many come to light as a request of their own.
 */
final class RecordingShop implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<Integer, StringBuilder> received = new TreeMap<>();
    private final StringBuilder all = new StringBuilder();
    private final List<Integer> closed = new ArrayList<>();
    private final List<Socket> open = new ArrayList<>();
    private volatile Function<String, Script> answers = request -> Script.keep(OK);
    private volatile Predicate<String> early = request -> false;

    /** What the shop sends, and what becomes of its connection then. */
    record Script(String bytes, Ending ending) {
        enum Ending {
            KEEP,
            CLOSE,
            RESET
        }

        static Script keep(String bytes) {
            return new Script(bytes, Ending.KEEP);
        }
    }

    /** What came on one connection since it was last asked. */
    record Received(int connection, String bytes, boolean closed) {}

    RecordingShop() {
        try {
            listening = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept, "shop-accept");
    }

    Server server() {
        return new Server("a", URI.create("http://127.0.0.1:" + listening.getLocalPort()));
    }

    /** How requests are answered from now on, by their head. */
    void answer(Function<String, Script> by) {
        answers = by;
    }

    /** Which requests are answered without waiting for their body; their connection ends with the answer. */
    void answerEarly(Predicate<String> which) {
        early = which;
    }

    /** What has come on all connections since {@link #forget()}. */
    synchronized List<Received> received() {
        List<Received> each = new ArrayList<>();
        received.forEach((id, bytes) -> each.add(new Received(id, bytes.toString(), closed.contains(id))));
        return each;
    }

    /** The same in the order it came. */
    synchronized String all() {
        return all.toString();
    }

    synchronized void forget() {
        received.clear();
        all.setLength(0);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                synchronized (this) {
                    open.add(socket);
                }
                int id = connections.incrementAndGet();
                start(() -> serve(socket, id), "shop-" + id);
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket, int id) {
        try (socket) {
            InputStream in = socket.getInputStream();
            StringBuilder unread = new StringBuilder();
            byte[] buffer = new byte[16 * 1024];
            boolean continued = false;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String bytes = new String(buffer, 0, n, ISO_8859_1);
                unread.append(bytes);
                note(id, bytes);
                if (!continued && awaitsContinue(unread)) {
                    continued = true;
                    write(socket, "HTTP/1.1 100 Continue\r\n\r\n");
                }
                int head = unread.indexOf("\r\n\r\n") + 4;
                if (head > 3 && early.test(unread.substring(0, head))) {
                    play(socket, answers.apply(unread.substring(0, head)));
                    return;
                }
                for (int end = PlainFraming.requestEnd(unread); end > 0; end = PlainFraming.requestEnd(unread)) {
                    continued = false;
                    String request = unread.substring(0, unread.indexOf("\r\n\r\n") + 4);
                    unread.delete(0, end);
                    if (!play(socket, answers.apply(request))) {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // Reset: noted as closed, like any other end.
        } finally {
            synchronized (this) {
                closed.add(id);
            }
        }
    }

    private static boolean awaitsContinue(StringBuilder unread) {
        int end = unread.indexOf("\r\n\r\n");
        return end > 0 && unread.substring(0, end).toLowerCase(Locale.ROOT).contains("\r\nexpect: 100-continue");
    }

    private static boolean play(Socket socket, Script script) throws IOException {
        write(socket, script.bytes());
        if (script.ending() == Script.Ending.RESET) {
            socket.setSoLinger(true, 0);
        }
        return script.ending() == Script.Ending.KEEP;
    }

    private static void write(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    private synchronized void note(int id, String bytes) {
        received.computeIfAbsent(id, key -> new StringBuilder()).append(bytes);
        all.append(bytes);
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        synchronized (this) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
