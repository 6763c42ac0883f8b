package io.foyer.loadtest.scale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection to a Redis of ours, to read its figures and to measure a plain command. For one thread. */
final class RedisProbe implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    RedisProbe(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }

    long usedMemory() throws IOException {
        return figure("memory", "used_memory:(\\d+)");
    }

    /** Commands that came over connections, those of this one and those that scripts call left out. */
    long evaluations() throws IOException {
        return figure("commandstats", "cmdstat_evalsha:calls=(\\d+)");
    }

    boolean isMaster() throws IOException {
        return info("replication").contains("role:master");
    }

    boolean hasReplica() throws IOException {
        return info("replication").contains("state=online");
    }

    private long figure(String section, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(info(section));
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    private String info(String section) throws IOException {
        send("INFO " + section + "\r\n");
        int length = Integer.parseInt(in.readLine().substring(1));
        char[] text = new char[length + 2];
        int read = 0;
        while (read < text.length) {
            int now = in.read(text, read, text.length - read);
            if (now < 0) {
                throw new IOException("Redis closed the connection");
            }
            read += now;
        }
        return new String(text);
    }

    /** The other sentinels and the replicas that a sentinel knows, as it lists them. */
    String sentinelMaster(String name) throws IOException {
        send("SENTINEL MASTER " + name + "\r\n");
        int lines = 2 * Integer.parseInt(in.readLine().substring(1));
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            all.append(in.readLine()).append('\n');
        }
        return all.toString();
    }

    /** {@code SET key 1 NX EX 60} with keys of their own, so many to a write; they are removed afterwards. */
    void setKeys(int count, int pipeline) throws IOException {
        command("SELECT 1");
        StringBuilder batch = new StringBuilder();
        for (int done = 0; done < count; done += pipeline) {
            batch.setLength(0);
            for (int i = 0; i < pipeline; i++) {
                String key = "foyer:join:" + (1_000_000_000L + done + i);
                batch.append("*6\r\n$3\r\nSET\r\n$")
                        .append(key.length())
                        .append("\r\n")
                        .append(key);
                batch.append("\r\n$1\r\n1\r\n$2\r\nNX\r\n$2\r\nEX\r\n$2\r\n60\r\n");
            }
            send(batch.toString());
            for (int i = 0; i < pipeline; i++) {
                expectOk();
            }
        }
    }

    void forgetKeys() throws IOException {
        command("FLUSHDB");
        command("SELECT 0");
    }

    private void command(String line) throws IOException {
        send(line + "\r\n");
        expectOk();
    }

    private void expectOk() throws IOException {
        String reply = in.readLine();
        if (!"+OK".equals(reply)) {
            throw new IOException("Redis said " + reply);
        }
    }

    private void send(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
