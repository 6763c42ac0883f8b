package io.foyer.gateway.crawlers;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsPtrRecord;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on loopback that knows what it was told, counts questions, and is silent when asked to be. */
public final class NameServer implements AutoCloseable {
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final Channel channel;
    private volatile boolean silent;

    public NameServer() {
        channel = new Bootstrap()
                .group(loop)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(),
                                        new DatagramDnsResponseEncoder(),
                                        new Answerer());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /** @param name with its dot at the end */
    public NameServer pointer(String name, String... hostnames) {
        records.put(name + " PTR", List.of(hostnames));
        return this;
    }

    /** @param name with its dot at the end */
    public NameServer address(String name, String... addresses) {
        String type = addresses[0].contains(":") ? " AAAA" : " A";
        records.put(name + type, List.of(addresses));
        return this;
    }

    public void silent(boolean now) {
        silent = now;
    }

    public int questions() {
        return questions.get();
    }

    public InetSocketAddress place() {
        return (InetSocketAddress) channel.localAddress();
    }

    private final class Answerer extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            questions.incrementAndGet();
            if (silent) {
                return;
            }
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            List<String> known =
                    records.getOrDefault(question.name() + " " + question.type().name(), List.of());
            DatagramDnsResponse response = new DatagramDnsResponse(
                    query.recipient(),
                    query.sender(),
                    query.id(),
                    query.opCode(),
                    known.isEmpty() ? DnsResponseCode.NXDOMAIN : DnsResponseCode.NOERROR);
            response.addRecord(DnsSection.QUESTION, question);
            known.forEach(value -> response.addRecord(DnsSection.ANSWER, answer(question, value)));
            context.writeAndFlush(response);
        }

        private DnsRecord answer(DnsQuestion question, String value) {
            return question.type().equals(DnsRecordType.PTR)
                    ? new DefaultDnsPtrRecord(question.name(), DnsRecord.CLASS_IN, 60, value)
                    : new DefaultDnsRawRecord(
                            question.name(),
                            question.type(),
                            60,
                            Unpooled.wrappedBuffer(NetUtil.createByteArrayFromIpAddressString(value)));
        }
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
