package io.foyer.gateway.proxy;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.Deadline;
import io.foyer.gateway.edge.Outbox;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One HTTP/2 connection to a server (RFC 9113), with Netty's codec; it ends when it has idled, or when the server says so. */
final class Http2Link extends ChannelInboundHandlerAdapter {
    private static final long IDLE_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    /** Until the server says how many it takes. */
    private static final long STREAMS_AT_FIRST = 100;

    private static final long HEADERS_BYTES_MAX = 64 * 1024;

    private final Channel channel;
    private final Server server;
    private final Http2Pool pool;
    private final Deadline idle;
    private long streamsMax = STREAMS_AT_FIRST;
    private int streams;
    private boolean going;

    Http2Link(Channel channel, Server server, Http2Pool pool) {
        this.channel = channel;
        this.server = server;
        this.pool = pool;
        idle = new Deadline((EventLoop) channel.eventLoop(), this::end);
        Http2Settings settings =
                Http2Settings.defaultSettings().pushEnabled(false).maxHeaderListSize(HEADERS_BYTES_MAX);
        channel.pipeline()
                .addLast(Http2FrameCodecBuilder.forClient()
                        .initialSettings(settings)
                        .build())
                .addLast(new Http2MultiplexHandler(new NoPush()))
                .addLast(this);
        channel.closeFuture().addListener(closed -> onClosed());
    }

    boolean hasRoom() {
        return !going && streams < streamsMax && channel.isActive();
    }

    void open(Dialer.Caller caller) {
        streams++;
        idle.clear();
        Future<Http2StreamChannel> opening = new Http2StreamChannelBootstrap(channel)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2Bridge(server));
                    }
                })
                .open();
        opening.addListener(done -> {
            if (done.isSuccess()) {
                Http2StreamChannel stream = opening.getNow();
                stream.closeFuture().addListener(closed -> onStreamClosed());
                caller.dialled(stream);
            } else {
                onStreamClosed();
                caller.notDialled(done.cause());
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        if (frame instanceof Http2SettingsFrame settings) {
            Long max = settings.settings().maxConcurrentStreams();
            streamsMax = max == null ? streamsMax : max;
        } else if (frame instanceof Http2GoAwayFrame) {
            leave();
        }
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end();
    }

    private void onStreamClosed() {
        streams--;
        if (streams == 0 && going) {
            end();
        } else if (streams == 0) {
            idle.in(IDLE_NANOS_MAX);
        }
    }

    private void leave() {
        going = true;
        pool.remove(this);
        if (streams == 0) {
            end();
        }
    }

    private void end() {
        going = true;
        pool.remove(this);
        Outbox.close(channel);
    }

    private void onClosed() {
        going = true;
        idle.cancel();
        pool.remove(this);
    }

    /** A server cannot open streams once push is off; the codec ends a connection that tries. */
    @ChannelHandler.Sharable
    private static final class NoPush extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            Outbox.close(ctx.channel());
        }
    }
}
