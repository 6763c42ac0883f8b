package io.foyer.loadtest.scale;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Requests over kept connections, on each the next one as soon as the one before is answered, so that as many are under way as
 * there are connections. One event loop; for one run at a time.
 */
final class Herd implements AutoCloseable {
    private static final int ANSWER_BYTES_MAX = 64 * 1_024;
    private static final long PATIENCE_SECONDS = 600;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final URI target;

    Herd(String url) {
        target = URI.create(url);
    }

    /** What is asked, and what is done with the answers. */
    interface Work {
        /** The request of that index, complete. Called on the event loop. */
        byte[] request(int index);

        /** The body of its answer. On the event loop. */
        void answered(int index, String body);
    }

    /** @return how long it took, in nanoseconds, from the first request to the last answer */
    long run(int connections, int requests, Work work) throws InterruptedException {
        Run run = new Run(requests, work);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .remoteAddress(target.getHost(), target.getPort())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(), new Member(run));
                    }
                });
        long begun = System.nanoTime();
        for (int i = 0; i < Math.min(connections, requests); i++) {
            bootstrap.connect().addListener(connected -> {
                if (!connected.isSuccess()) {
                    run.done.completeExceptionally(connected.cause());
                }
            });
        }
        try {
            run.done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("load on " + target + " came to nothing: " + e, e);
        }
        return System.nanoTime() - begun;
    }

    /** A request in the shape of a program's, which gets the status object. */
    static byte[] get(String path, String moreLines) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n" + moreLines + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Polls of these tickets in turns; answers are not looked at. */
    static Work polls(List<String> tickets) {
        IntFunction<String> cookie = i -> "Cookie: foyer-ticket=" + tickets.get(i % tickets.size()) + "\r\n";
        return new Work() {
            @Override
            public byte[] request(int index) {
                return get("/_foyer/status", cookie.apply(index));
            }

            @Override
            public void answered(int index, String body) {
                if (!body.contains("\"number\":")) {
                    throw new IllegalStateException("not a status: " + body);
                }
            }
        };
    }

    private static final class Run {
        private final int requests;
        private final Work work;
        private final CompletableFuture<Boolean> done = new CompletableFuture<>();
        private int sent;
        private int answered;

        Run(int requests, Work work) {
            this.requests = requests;
            this.work = work;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what fails is told to exceptionCaught, or ends the connection
    private static final class Member extends SimpleChannelInboundHandler<HttpObject> {
        private final Run run;
        private final ByteBuf body = Unpooled.buffer(1_024, ANSWER_BYTES_MAX);
        private int index;

        Member(Run run) {
            this.run = run;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            next(context);
        }

        private void next(ChannelHandlerContext context) {
            if (run.sent == run.requests) {
                context.close();
                return;
            }
            index = run.sent++;
            context.writeAndFlush(Unpooled.wrappedBuffer(run.work.request(index)), context.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpContent content) {
                body.writeBytes(content.content());
            }
            if (part instanceof LastHttpContent) {
                String text = new String(ByteBufUtil.getBytes(body), StandardCharsets.UTF_8);
                body.clear();
                run.work.answered(index, text);
                next(context);
                if (++run.answered == run.requests) {
                    run.done.complete(true);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (run.sent < run.requests) {
                run.done.completeExceptionally(new IllegalStateException("the gateway closed a connection"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            run.done.completeExceptionally(cause);
            context.close();
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
