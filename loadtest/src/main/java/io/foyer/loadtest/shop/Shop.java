package io.foyer.loadtest.shop;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running toy shop on the loopback address. Starting and closing block; everything else is safe from any thread. */
public final class Shop implements AutoCloseable {
    private static final int FORM_LIMIT_BYTES = 16 * 1024;
    private static final int BACKLOG = 1024;

    private final EventLoopGroup loops;
    private final Channel listener;
    private final ShopSite site;

    private Shop(EventLoopGroup loops, Channel listener, ShopSite site) {
        this.loops = loops;
        this.listener = listener;
        this.site = site;
    }

    /**
     * @param port 0 for a free one
     * @throws RuntimeException with the cause when the port cannot be bound
     */
    public static Shop start(int port) {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        ShopSite site = new ShopSite(new OrderBook());
        try {
            Channel listener = new ServerBootstrap()
                    .group(loops)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childHandler(pipeline(site))
                    .bind("127.0.0.1", port)
                    .syncUninterruptibly()
                    .channel();
            return new Shop(loops, listener, site);
        } catch (RuntimeException unbound) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
            throw unbound;
        }
    }

    private static ChannelInitializer<SocketChannel> pipeline(ShopSite site) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline()
                        .addLast(new HttpServerCodec())
                        .addLast(new HttpServerKeepAliveHandler())
                        .addLast(new HttpObjectAggregator(FORM_LIMIT_BYTES))
                        .addLast(new ShopHandler(site));
            }
        };
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public List<Order> orders() {
        return site.orders();
    }

    public void behave(Behaviour behaviour) {
        site.behave(behaviour);
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
