package io.foyer.loadtest.crowd;

import io.netty.handler.codec.http.FullHttpRequest;
import java.net.URI;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** One step of a buyer: a request to any of the targets, what to do with its answer, and how to try again. */
final class Step implements Exchange {
    private final Buyer buyer;
    private final RequestKind kind;
    private final long intendedNanos;
    private final Function<URI, FullHttpRequest> request;
    private final BiConsumer<Step, Answer> next;
    private final LongConsumer again;
    private final int target;
    private long sentNanos;

    /**
     * @param intendedNanos when the buyer meant to send; latency counts from here
     * @param again takes the time at which the second try is meant to be sent
     */
    Step(
            Buyer buyer,
            RequestKind kind,
            long intendedNanos,
            Function<URI, FullHttpRequest> request,
            BiConsumer<Step, Answer> next,
            LongConsumer again) {
        this.buyer = buyer;
        this.kind = kind;
        this.intendedNanos = intendedNanos;
        this.request = request;
        this.next = next;
        this.again = again;
        this.target = buyer.loop().drawTarget();
    }

    RequestKind kind() {
        return kind;
    }

    long sentNanos() {
        return sentNanos;
    }

    int target() {
        return target;
    }

    void again(long atNanos) {
        again.accept(atNanos);
    }

    @Override
    public FullHttpRequest request() {
        return request.apply(buyer.loop().plan().targets().get(target));
    }

    @Override
    public boolean isRepeatable() {
        return kind != RequestKind.ORDER && kind != RequestKind.LEAVE;
    }

    @Override
    public void sent() {
        sentNanos = System.nanoTime();
    }

    @Override
    public void answered(Answer answer) {
        buyer.loop().tally().latency(kind, System.nanoTime() - intendedNanos);
        next.accept(this, answer);
    }

    @Override
    public void failed(String reason) {
        buyer.failed(this, reason);
    }
}
