package io.foyer.gateway.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The TLS of one listener. New certificates are swapped in as a whole: handshakes from then on get them, connections that are
 * open keep what they have. Thread-safe.
 */
public final class ListenerTls {
    private static final Duration TICKET_KEY_LIFE = Duration.ofHours(1);
    /** A handshake may have picked its context just before others replaced it. */
    private static final Duration STILL_IN_USE = Duration.ofSeconds(10);

    private final SslProvider provider;
    private final EventExecutorGroup timers;
    private final TicketKeys tickets = new TicketKeys();
    private final List<TlsContexts> unreleased = new ArrayList<>();
    private final ScheduledFuture<?> rotation;
    private volatile TlsContexts current;

    private ListenerTls(TlsTerms terms, SslProvider provider, EventExecutorGroup timers) {
        this.provider = provider;
        this.timers = timers;
        current = contexts(terms);
        long nanos = TICKET_KEY_LIFE.toNanos();
        rotation = timers.next().scheduleAtFixedRate(this::rotateTickets, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Freed when the timers' threads end.
     *
     * @throws IllegalArgumentException when a certificate cannot be served
     */
    public static ListenerTls start(TlsTerms terms, EventExecutorGroup timers) {
        ListenerTls tls = new ListenerTls(terms, TlsContexts.bestProvider(), timers);
        timers.terminationFuture().addListener(ended -> tls.release());
        return tls;
    }

    /** {@code BoringSSL} or {@code JDK}. */
    public String providerName() {
        return provider == SslProvider.JDK ? "JDK" : "BoringSSL";
    }

    /** @param host as the client asks for it, in lower case; null when it does not */
    public SslContext contextFor(@Nullable String host) {
        return current.forHost(host);
    }

    /**
     * Serves other certificates from now on.
     *
     * @throws IllegalArgumentException when one cannot be served; nothing has changed then
     */
    public synchronized void use(TlsTerms terms) {
        TlsContexts old = current;
        current = contexts(terms);
        timers.next()
                .schedule(() -> {}, STILL_IN_USE.toNanos(), TimeUnit.NANOSECONDS)
                .addListener(due -> release(old));
    }

    private synchronized TlsContexts contexts(TlsTerms terms) {
        TlsContexts made = TlsContexts.of(terms, provider);
        made.useTickets(tickets.all());
        unreleased.add(made);
        return made;
    }

    private synchronized void rotateTickets() {
        tickets.rotate();
        current.useTickets(tickets.all());
    }

    private synchronized void release(TlsContexts contexts) {
        if (unreleased.remove(contexts)) {
            contexts.release();
        }
    }

    private synchronized void release() {
        rotation.cancel(false);
        unreleased.forEach(TlsContexts::release);
        unreleased.clear();
    }
}
