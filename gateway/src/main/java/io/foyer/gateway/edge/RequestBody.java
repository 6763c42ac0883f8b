package io.foyer.gateway.edge;

/** What a request's body is in any version of HTTP: how much of it has come and may come, and whether the relay wants it. */
abstract sealed class RequestBody permits Http1Body, Http2Body {
    private long bytesMax;
    private long received;
    private boolean wanted;
    private boolean paused;

    /** For the body of another request. */
    final void begin(long most) {
        bytesMax = most;
        received = 0;
        wanted = false;
        paused = false;
    }

    /** Lowers the limit. */
    final void limit(long lowerBytesMax) {
        bytesMax = Math.min(bytesMax, lowerBytesMax);
    }

    final long bytesMax() {
        return bytesMax;
    }

    /** Notes a piece that has come. */
    final void took(int bytes) {
        received += bytes;
    }

    /** Bytes that have come, without framing. */
    final long received() {
        return received;
    }

    final void want() {
        wanted = true;
        paused = false;
    }

    final void pause() {
        paused = true;
    }

    /** Returns false if it was not paused. */
    final boolean resume() {
        boolean was = paused;
        paused = false;
        return was;
    }

    /** Whether the relay has asked for it, though it may have paused. */
    final boolean isWanted() {
        return wanted;
    }

    /** Whether the relay takes pieces now. */
    final boolean flows() {
        return wanted && !paused;
    }

    /** Whether the relay waits for the buyer. */
    abstract boolean isAwaited();

    /** Whether it is, or says that it will be, larger than allowed. */
    abstract boolean isTooLarge();
}
