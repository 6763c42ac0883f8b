package io.foyer.gateway.crawlers;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.foyer.gateway.limits.BoundedCache;
import io.foyer.gateway.limits.LimitTally;
import io.github.bucket4j.Bucket;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.resolver.dns.DefaultDnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddresses;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers whose addresses belong to which domains, and has unknown ones looked up, a few at a time. Any thread may ask, and has
 * the answer at once: who is still being looked up is nobody yet.
 */
public final class Crawlers implements AutoCloseable {
    /** Answers remembered; one more forgets the least used, which is looked up again. */
    static final int ANSWERS_MAX = 20_000;

    /** Look-ups under way, and begun in a second: a flood of forged names must not become one of questions. */
    static final int PENDING_MAX = 32;

    static final int LOOKUPS_PER_SECOND = 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(Crawlers.class);

    private final Cache<Asked, Answer> answers;
    private final Set<Asked> pending = ConcurrentHashMap.newKeySet();
    private final Bucket rate = Bucket.builder()
            .addLimit(limit ->
                    limit.capacity(2 * LOOKUPS_PER_SECOND).refillGreedy(LOOKUPS_PER_SECOND, Duration.ofSeconds(1)))
            .build();
    private final Consumer<Outcome> observer;
    private volatile @Nullable ConfirmedNames names;

    private record Asked(InetAddress address, List<String> domains) {}

    private enum Answer {
        CRAWLER(Duration.ofHours(1)),
        OTHER(Duration.ofMinutes(10)),
        /** The look-up failed; somebody may look again soon. */
        UNKNOWN(Duration.ofSeconds(30));

        private final Duration kept;

        Answer(Duration kept) {
            this.kept = kept;
        }
    }

    /** How a look-up ended. A label of the metrics. */
    public enum Outcome {
        VERIFIED,
        OTHER,
        FAILED,
        /** Not begun: too many are under way. */
        REFUSED
    }

    /** Looks nobody up until {@link #open}. */
    public Crawlers(LimitTally tally, Consumer<Outcome> observer) {
        this.observer = observer;
        this.answers = Caffeine.newBuilder()
                .maximumSize(ANSWERS_MAX)
                .expireAfter(Expiry.<Asked, Answer>creating((asked, answer) -> answer.kept))
                .<Asked, Answer>evictionListener((asked, answer, why) -> tally.left(BoundedCache.CRAWLERS, why))
                .build();
    }

    /**
     * Begins to look up; reads files, so not on an event loop. Does nothing the second time.
     *
     * @param servers whom to ask; empty for those of the system
     */
    public synchronized void open(
            EventLoop loop, Class<? extends DatagramChannel> channel, List<InetSocketAddress> servers) {
        if (names == null) {
            DnsServerAddressStreamProvider provider = servers.isEmpty()
                    ? DefaultDnsServerAddressStreamProvider.INSTANCE
                    : hostname -> DnsServerAddresses.rotational(servers).stream();
            names = new ConfirmedNames(loop, channel, provider, TIMEOUT);
        }
    }

    /** Whether the address is known to belong to one of the domains. */
    public boolean isVerified(InetAddress address, List<String> domains) {
        Asked asked = new Asked(address, domains);
        Answer known = answers.getIfPresent(asked);
        if (known == null) {
            ask(asked);
        }
        return known == Answer.CRAWLER;
    }

    private void ask(Asked asked) {
        ConfirmedNames ready = names;
        if (ready == null || pending.contains(asked)) {
            return;
        }
        if (pending.size() >= PENDING_MAX || !rate.tryConsume(1)) {
            observer.accept(Outcome.REFUSED);
            return;
        }
        if (pending.add(asked)) {
            ready.isIn(asked.address(), asked.domains()).whenComplete((isIn, failure) -> learn(asked, isIn, failure));
        }
    }

    private void learn(Asked asked, @Nullable Boolean isIn, @Nullable Throwable failure) {
        boolean isVerified = Boolean.TRUE.equals(isIn);
        answers.put(asked, isVerified ? Answer.CRAWLER : failure == null ? Answer.OTHER : Answer.UNKNOWN);
        pending.remove(asked);
        observer.accept(isVerified ? Outcome.VERIFIED : failure == null ? Outcome.OTHER : Outcome.FAILED);
        if (isVerified) {
            LOG.info("{} is a crawler of {}", NetUtil.toAddressString(asked.address()), asked.domains());
        }
    }

    @Override
    public synchronized void close() {
        ConfirmedNames open = names;
        if (open != null) {
            open.close();
        }
    }
}
