package io.foyer.gateway.edge;

import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One turn of an event loop: it looks at the clock once, and sends what it has to send at its end. Each send may have to wake
 * the process at the other end; sends in a row wake it once, where sends between reads wake it every time. A loop that has
 * one thing to do sends it as soon as before.
 */
final class LoopTurn implements IoHandler {
    /** What more connections would have to say has left the processor's caches before it is sent. */
    private static final int BATCH = 64;

    private static final FastThreadLocal<LoopTurn> OF_LOOP = new FastThreadLocal<>();

    private final IoHandler io;
    private final List<Sender> due = new ArrayList<>();
    private final List<Sender> dueLast = new ArrayList<>();
    private boolean looked;
    private boolean lookedAtWall;
    private long nanos;
    private long epochMillis;

    private LoopTurn(IoHandler io) {
        this.io = io;
    }

    static IoHandlerFactory of(IoHandlerFactory factory) {
        return executor -> new LoopTurn(factory.newHandler(executor));
    }

    /** The one of the event loop that calls; null on any other thread. */
    static @Nullable LoopTurn here() {
        return OF_LOOP.getIfExists();
    }

    /** Somebody who has something to send. */
    interface Sender {
        void flush();
    }

    /**
     * When this turn first looked at the clock: good for time limits, which are long against a turn, and not for measuring.
     *
     * @return on the scale of {@link System#nanoTime()}
     */
    long nanoTime() {
        if (!looked) {
            looked = true;
            nanos = System.nanoTime();
        }
        return nanos;
    }

    /** The same on the wall's clock, since 1970. */
    long epochMillis() {
        if (!lookedAtWall) {
            lookedAtWall = true;
            epochMillis = System.currentTimeMillis();
        }
        return epochMillis;
    }

    /** Something is to be sent, at the end of the turn or as soon as many have. */
    void add(Sender sender) {
        due.add(sender);
        if (due.size() == BATCH) {
            flush(due);
        }
    }

    /** The same for one that gathers from many, and sends them together at the end of the turn. */
    void addLast(Sender sender) {
        dueLast.add(sender);
    }

    /** Tasks run between two turns: what they have to send must not wait for the next event. */
    @Override
    public int run(IoHandlerContext context) {
        flush();
        forgetTime();
        int handled = io.run(context);
        flush();
        forgetTime();
        return handled;
    }

    private void forgetTime() {
        looked = false;
        lookedAtWall = false;
    }

    private void flush() {
        flush(due);
        flush(dueLast);
    }

    /** A flush may fail, close a channel and so bring another one. */
    private static void flush(List<Sender> senders) {
        for (int i = 0; i < senders.size(); i++) {
            senders.get(i).flush();
        }
        senders.clear();
    }

    @Override
    public void initialize() {
        OF_LOOP.set(this);
        io.initialize();
    }

    @Override
    public void prepareToDestroy() {
        flush();
        io.prepareToDestroy();
    }

    @Override
    public void destroy() {
        io.destroy();
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        return io.register(handle);
    }

    @Override
    public void wakeup() {
        io.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return io.isCompatible(handleType);
    }
}
