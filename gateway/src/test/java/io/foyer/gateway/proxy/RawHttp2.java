package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;

/** One end of an HTTP/2 connection that sends frames as a test wants them, broken ones too. Reads fail after ten seconds. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final int WITH_PRIORITY = 0x20;

    private static final int FRAME_BYTES = 16_384;

    private static final String[] ERRORS = {
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED"
    };

    private final Socket socket;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder hpack = new DefaultHttp2HeadersDecoder(false);

    record Frame(int type, int flags, int stream, byte[] payload) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }

        String text() {
            return new String(payload, ISO_8859_1);
        }

        int number(int at) {
            return (payload[at] & 0xff) << 24
                    | (payload[at + 1] & 0xff) << 16
                    | (payload[at + 2] & 0xff) << 8
                    | payload[at + 3] & 0xff;
        }
    }

    RawHttp2(Socket socket) {
        try {
            this.socket = socket;
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawHttp2 connect(int port) {
        try {
            return new RawHttp2(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The preface and empty settings (RFC 9113 section 3.4). */
    RawHttp2 hello() {
        return raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1)).frame(SETTINGS, 0, 0, new byte[0]);
    }

    RawHttp2 raw(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawHttp2 frame(int type, int flags, int stream, byte[] payload) {
        return raw(bytes(type, flags, stream, payload.length, payload));
    }

    static byte[] bytes(int type, int flags, int stream, int length, byte[] payload) {
        byte[] frame = new byte[9 + payload.length];
        frame[0] = (byte) (length >> 16);
        frame[1] = (byte) (length >> 8);
        frame[2] = (byte) length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        System.arraycopy(int32(stream), 0, frame, 5, 4);
        System.arraycopy(payload, 0, frame, 9, payload.length);
        return frame;
    }

    /** A request without a body. */
    RawHttp2 get(int stream, String... fields) {
        byte[] block = block(fields);
        if (block.length <= FRAME_BYTES) {
            return frame(HEADERS, END_HEADERS | END_STREAM, stream, block);
        }
        return frame(HEADERS, END_STREAM, stream, Arrays.copyOf(block, FRAME_BYTES))
                .frame(CONTINUATION, END_HEADERS, stream, Arrays.copyOfRange(block, FRAME_BYTES, block.length));
    }

    /** A request with a body to come. */
    RawHttp2 post(int stream, String... fields) {
        return frame(HEADERS, END_HEADERS, stream, block(fields));
    }

    RawHttp2 data(int stream, int flags, String text) {
        return frame(DATA, flags, stream, text.getBytes(ISO_8859_1));
    }

    static byte[] int32(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    /** Names and values in turn, each field literal and without index (RFC 7541 section 6.2.2). */
    static byte[] block(String... fields) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0);
            string(block, fields[i]);
            string(block, fields[i + 1]);
        }
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        int length = text.length();
        if (length < 127) {
            block.write(length);
        } else {
            block.write(127);
            for (length -= 127; length >= 128; length >>= 7) {
                block.write(length & 0x7f | 0x80);
            }
            block.write(length);
        }
        block.writeBytes(text.getBytes(ISO_8859_1));
    }

    /** The next frame, or null when the connection has ended. */
    Frame next() {
        try {
            byte[] head = new byte[9];
            in.readFully(head);
            byte[] payload = new byte[(head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff];
            in.readFully(payload);
            return new Frame(head[3], head[4], new Frame(0, 0, 0, Arrays.copyOfRange(head, 5, 9)).number(0), payload);
        } catch (EOFException | SocketException ended) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something comes within the time. */
    boolean hasInput(int millis) {
        try {
            socket.setSoTimeout(millis);
            in.mark(1);
            int first = in.read();
            in.reset();
            return first >= 0;
        } catch (SocketTimeoutException none) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            timeout(10_000);
        }
    }

    private void timeout(int millis) {
        try {
            socket.setSoTimeout(millis);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next frame of that type, or null. */
    Frame next(int type) {
        Frame frame = next();
        while (frame != null && frame.type() != type) {
            frame = next();
        }
        return frame;
    }

    Http2Headers fields(Frame headers) {
        try {
            return hpack.decodeHeaders(headers.stream(), Unpooled.wrappedBuffer(headers.payload()));
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** How a stream, or the connection, fares: a status, {@code RST code}, {@code GOAWAY code}, or {@code CLOSED}. */
    String outcome(int stream) {
        for (Frame frame = next(); frame != null; frame = next()) {
            if (frame.type() == GOAWAY) {
                return "GOAWAY " + ERRORS[frame.number(4)];
            }
            if (frame.type() == RST_STREAM && frame.stream() == stream) {
                return "RST " + ERRORS[frame.number(0)];
            }
            if (frame.type() == HEADERS) {
                String status = String.valueOf(fields(frame).status());
                if (frame.stream() == stream) {
                    return status;
                }
            }
        }
        return "CLOSED";
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
