package io.foyer.gateway.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The trace that a request belongs to (W3C Trace Context). Part of its head, refilled with it. A valid {@code traceparent} goes
 * on as it came, for no span is recorded here that the shop's could hang from; what is not valid is as if it had not been sent.
 */
public final class TraceContext {
    /** Hex digits of a trace's id. */
    public static final int ID_CHARS = 32;

    private static final int PARENT_CHARS = 16;
    private static final int FLAG_CHARS = 2;
    private static final int VALUE_CHARS = 55;
    private static final VarHandle DIGITS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final byte[] NAME_AND_VERSION = "traceparent: 00-".getBytes(US_ASCII);
    private static final byte[] CRLF = "\r\n".getBytes(US_ASCII);
    private static final int SAMPLED = 1;

    private long high;
    private long low;
    private long parent;
    private int flags;
    private State state = State.NONE;

    private enum State {
        NONE,
        CONTINUED,
        STARTED,
        /** What was sent is not valid, or was sent twice. */
        INVALID
    }

    TraceContext() {}

    /** Whether the request belongs to a trace. */
    public boolean isPresent() {
        return state == State.CONTINUED || state == State.STARTED;
    }

    /** Begins a trace, if the request does not bring one. */
    public void startUnlessThere(int sampledPercent) {
        if (isPresent()) {
            return;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        high = random.nextLong();
        low = random.nextLong() | 1;
        parent = random.nextLong() | 1;
        flags = sampledPercent > 0 && (sampledPercent >= 100 || random.nextInt(100) < sampledPercent) ? SAMPLED : 0;
        state = State.STARTED;
    }

    /** Puts the trace's id, 32 hex digits, into {@code target}. */
    public void putId(byte[] target, int at) {
        put(high, target, at);
        put(low, target, at + 16);
    }

    void clear() {
        state = State.NONE;
    }

    /** The next request says what this one did: who brought no trace brings none. */
    void repeat() {
        if (state == State.STARTED) {
            state = State.NONE;
        }
    }

    /** Whether the sender's {@code tracestate} may go on: only with the trace that it is about. */
    boolean isContinued() {
        return state == State.CONTINUED;
    }

    /** Takes what the request says; a second field spoils both. */
    void take(byte[] bytes, int start, int end) {
        state = state == State.NONE && parse(bytes, start, end) ? State.CONTINUED : State.INVALID;
    }

    /** The line for the shop. */
    void putLine(HeadBytes lines) {
        int at = lines.put(NAME_AND_VERSION).room(ID_CHARS + 1 + PARENT_CHARS + 1 + FLAG_CHARS);
        byte[] bytes = lines.array();
        putId(bytes, at);
        int parentAt = at + ID_CHARS + 1;
        int flagsAt = parentAt + PARENT_CHARS + 1;
        bytes[parentAt - 1] = '-';
        put(parent, bytes, parentAt);
        bytes[flagsAt - 1] = '-';
        long digits = hex(flags);
        bytes[flagsAt] = (byte) (digits >>> 8);
        bytes[flagsAt + 1] = (byte) digits;
        lines.put(CRLF);
    }

    /** {@code version "-" trace-id "-" parent-id "-" flags}, in lower case; later versions may add to it. */
    private boolean parse(byte[] bytes, int start, int end) {
        if (end - start < VALUE_CHARS || !isShaped(bytes, start)) {
            return false;
        }
        long version = number(bytes, start, 2);
        boolean whole = end - start == VALUE_CHARS;
        if (version == 0xff || (version == 0 ? !whole : !whole && bytes[start + VALUE_CHARS] != '-')) {
            return false;
        }
        high = number(bytes, start + 3, 16);
        low = number(bytes, start + 19, 16);
        parent = number(bytes, start + 36, 16);
        // Of a version that is not known, only the sampled flag is.
        flags = (int) number(bytes, start + 53, 2) & (version == 0 ? 0xff : SAMPLED);
        return (high | low) != 0 && parent != 0;
    }

    private static boolean isShaped(byte[] bytes, int start) {
        for (int i = 0; i < VALUE_CHARS; i++) {
            byte b = bytes[start + i];
            boolean dash = i == 2 || i == 35 || i == 52;
            if (dash ? b != '-' : Grammar.hex(b) < 0 || b >= 'A' && b <= 'F') {
                return false;
            }
        }
        return true;
    }

    private static long number(byte[] bytes, int start, int digits) {
        long number = 0;
        for (int i = start; i < start + digits; i++) {
            number = number << 4 | Grammar.hex(bytes[i]);
        }
        return number;
    }

    private static void put(long number, byte[] target, int at) {
        DIGITS.set(target, at, hex((int) (number >>> 32)));
        DIGITS.set(target, at + 8, hex((int) number));
    }

    /** Eight hex digits at once, the first in the highest byte. */
    private static long hex(int number) {
        long spread = number & 0xffffffffL;
        spread = (spread | spread << 16) & 0x0000ffff0000ffffL;
        spread = (spread | spread << 8) & 0x00ff00ff00ff00ffL;
        spread = (spread | spread << 4) & 0x0f0f0f0f0f0f0f0fL;
        long letters = (spread + 0x0606060606060606L) >>> 4 & 0x0101010101010101L;
        return spread + 0x3030303030303030L + letters * ('a' - '0' - 10);
    }
}
