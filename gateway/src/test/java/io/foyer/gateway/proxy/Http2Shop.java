package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.foyer.admission.upstream.Server;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server that speaks HTTP/2, stream by stream as the test says. */
final class Http2Shop implements AutoCloseable {
    final List<Channel> connections = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    private final Channel listening;

    private final String scheme;

    Http2Shop(Http2Settings settings) {
        this(settings, null);
    }

    /** @param tls null for prior knowledge */
    Http2Shop(Http2Settings settings, @Nullable SslContext tls) {
        scheme = tls == null ? "h2c" : "h2";
        listening = new ServerBootstrap()
                .group(Loops.GROUP)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connections.add(channel);
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline()
                                .addLast(Http2FrameCodecBuilder.forServer()
                                        .initialSettings(settings)
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Stream(stream));
                                    }
                                }));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    private static final class Loops {
        static final io.netty.channel.EventLoopGroup GROUP = new io.netty.channel.MultiThreadIoEventLoopGroup(
                1,
                new io.netty.util.concurrent.DefaultThreadFactory("http2-shop", true),
                io.netty.channel.nio.NioIoHandler.newFactory());
    }

    Server server() {
        return new Server(
                "a", URI.create(scheme + "://127.0.0.1:" + ((InetSocketAddress) listening.localAddress()).getPort()));
    }

    /** The next stream's request; waits for it. */
    Stream accepted() {
        return poll(streams);
    }

    /** Whether a stream has come that was not taken. */
    boolean hasStreams() {
        return !streams.isEmpty();
    }

    void goAway() {
        connections.get(0).writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(0));
    }

    private static <T> T poll(BlockingQueue<T> queue) {
        try {
            T next = queue.poll(10, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("nothing came");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        connections.forEach(channel -> channel.close().syncUninterruptibly());
    }

    /** One stream. What comes is told as text: {@code data:x}, {@code trailers:name=value}, {@code end}, {@code reset}. */
    final class Stream extends ChannelInboundHandlerAdapter {
        private final Channel channel;
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        volatile Http2Headers request;

        Stream(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object frame) {
            if (frame instanceof Http2HeadersFrame headers) {
                if (request == null) {
                    request = headers.headers();
                    streams.add(this);
                } else {
                    headers.headers()
                            .forEach(field -> events.add("trailers:" + field.getKey() + "=" + field.getValue()));
                }
                end(headers.isEndStream());
            } else if (frame instanceof Http2DataFrame data) {
                if (data.content().isReadable()) {
                    events.add("data:" + data.content().toString(UTF_8));
                }
                end(data.isEndStream());
                data.release();
            } else {
                ReferenceCountUtil.release(frame);
            }
        }

        private void end(boolean ends) {
            if (ends) {
                events.add("end");
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame) {
                events.add("reset");
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add("broken");
        }

        String next() {
            return poll(events);
        }

        Stream respond(boolean ends, String... fields) {
            Http2Headers headers = new DefaultHttp2Headers(false);
            for (int i = 0; i < fields.length; i += 2) {
                headers.add(fields[i], fields[i + 1]);
            }
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers, ends));
            return this;
        }

        Stream data(String text, boolean ends) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, UTF_8), ends));
            return this;
        }

        Stream data(byte[] bytes) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(bytes), false));
            return this;
        }

        boolean isWritable() {
            return channel.isWritable();
        }

        void reset(Http2Error error) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
        }
    }
}
