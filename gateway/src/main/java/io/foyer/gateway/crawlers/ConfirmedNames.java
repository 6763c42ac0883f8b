package io.foyer.gateway.crawlers;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.util.ReferenceCountUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Forward-confirmed reverse DNS: an address belongs to a domain when its pointer names a host in it (RFC 1035 section 3.5, RFC
 * 3596 section 2.5) and that name has the address. Whoever owns an address may point it anywhere, but the domain's owner says
 * which addresses its names have. Asynchronous, on one event loop; keeps nothing.
 */
final class ConfirmedNames implements AutoCloseable {
    /** Pointers of one address that are looked at. */
    private static final int NAMES_MAX = 4;

    private static final int QUERIES_PER_LOOKUP = 4;

    private final DnsNameResolver resolver;

    ConfirmedNames(
            EventLoop loop,
            Class<? extends DatagramChannel> channel,
            DnsServerAddressStreamProvider servers,
            Duration timeout) {
        resolver = new DnsNameResolverBuilder(loop)
                .datagramChannelType(channel)
                .nameServerProvider(servers)
                .queryTimeoutMillis(timeout.toMillis())
                .maxQueriesPerResolve(QUERIES_PER_LOOKUP)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .build();
    }

    /** Whether the address belongs to one of the domains. */
    CompletionStage<Boolean> isIn(InetAddress address, List<String> domains) {
        return ask(reverse(address), DnsRecordType.PTR, ConfirmedNames::hostname)
                .thenCompose(names -> anyHas(
                        names.stream()
                                .filter(name -> isBelow(name, domains))
                                .limit(NAMES_MAX)
                                .toList(),
                        address));
    }

    private CompletionStage<Boolean> anyHas(List<String> names, InetAddress address) {
        if (names.isEmpty()) {
            return CompletableFuture.completedStage(false);
        }
        DnsRecordType type = address instanceof Inet4Address ? DnsRecordType.A : DnsRecordType.AAAA;
        return ask(names.get(0), type, ConfirmedNames::content)
                .thenCompose(found -> found.stream().anyMatch(bytes -> Arrays.equals(bytes, address.getAddress()))
                        ? CompletableFuture.completedStage(true)
                        : anyHas(names.subList(1, names.size()), address));
    }

    private <T> CompletionStage<List<T>> ask(String name, DnsRecordType type, Function<DnsRecord, @Nullable T> read) {
        CompletableFuture<List<T>> answer = new CompletableFuture<>();
        resolver.resolveAll(new DefaultDnsQuestion(name, type)).addListener(done -> {
            if (!done.isSuccess()) {
                answer.completeExceptionally(done.cause());
                return;
            }
            List<T> found = new ArrayList<>();
            for (Object each : (List<?>) done.getNow()) {
                T value = read.apply((DnsRecord) each);
                if (value != null) {
                    found.add(value);
                }
                ReferenceCountUtil.release(each);
            }
            answer.complete(found);
        });
        return answer;
    }

    private static @Nullable String hostname(DnsRecord answer) {
        return answer instanceof DnsPtrRecord pointer ? pointer.hostname().toLowerCase(Locale.ROOT) : null;
    }

    private static byte @Nullable [] content(DnsRecord answer) {
        if (!(answer instanceof DnsRawRecord raw)) {
            return null;
        }
        ByteBuf content = raw.content();
        return ByteBufUtil.getBytes(content, content.readerIndex(), content.readableBytes(), true);
    }

    static boolean isBelow(String hostname, List<String> domains) {
        String name = hostname.endsWith(".") ? hostname.substring(0, hostname.length() - 1) : hostname;
        return domains.stream().anyMatch(domain -> name.endsWith("." + domain));
    }

    static String reverse(InetAddress address) {
        byte[] bytes = address.getAddress();
        StringBuilder name = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            int value = bytes[i] & 0xff;
            if (bytes.length == 4) {
                name.append(value).append('.');
            } else {
                name.append(Integer.toHexString(value & 15)).append('.');
                name.append(Integer.toHexString(value >> 4)).append('.');
            }
        }
        return name.append(bytes.length == 4 ? "in-addr.arpa." : "ip6.arpa.").toString();
    }

    @Override
    public void close() {
        resolver.close();
    }
}
