package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.foyer.admission.upstream.Server;
import io.foyer.gateway.edge.EventLoops;
import io.foyer.gateway.edge.Outbox;
import io.foyer.gateway.edge.TrafficMeter;
import io.foyer.gateway.edge.UpstreamFault;
import io.foyer.gateway.http.HeaderBlock;
import io.foyer.gateway.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks servers single questions, each on a connection of its own, in the way that buyers' requests reach them. */
public final class Prober {
    private static final int BODY_BYTES_MAX = 64 * 1024;

    private final EventLoop loop;
    private final Dialer dialer;
    private final Map<Server, Http2Pool> http2 = new HashMap<>();

    public Prober(EventLoops loops) {
        loop = loops.group().next();
        dialer = new Dialer(loops.transport());
    }

    /**
     * Asks for {@code path} with GET.
     *
     * @return the status, once the whole response has come or more than 64 KiB of it; fails with a {@link TimeoutException}
     *     when that takes longer than {@code timeout}, and with an {@link IOException} otherwise
     */
    public CompletableFuture<Integer> status(Server server, String path, Duration timeout) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        loop.execute(() -> {
            var late = loop.schedule(
                    () -> status.completeExceptionally(new TimeoutException()),
                    timeout.toNanos(),
                    TimeUnit.NANOSECONDS);
            var unused = status.whenComplete((found, failure) -> late.cancel(false));
            dial(server, timeout, new Dialer.Caller() {
                @Override
                public void dialled(Channel channel) {
                    new Question(channel, status).ask(server, path);
                }

                @Override
                public void notDialled(Throwable cause) {
                    status.completeExceptionally(cause);
                }
            });
        });
        return status;
    }

    private void dial(Server server, Duration timeout, Dialer.Caller caller) {
        if (server.isHttp2()) {
            http2.computeIfAbsent(server, s -> new Http2Pool(s, loop, dialer, TrafficMeter.NONE))
                    .dial("probe", timeout, caller);
        } else {
            dialer.dial(server, loop, timeout, caller);
        }
    }

    /** Runs {@code task} after {@code delay}, where the questions are asked, too. */
    public void later(Duration delay, Runnable task) {
        var unused = loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static final class Question extends ChannelInboundHandlerAdapter implements ResponseSink {
        private final Channel channel;
        private final CompletableFuture<Integer> answer;
        private final ResponseReader reader = new ResponseReader();
        private int status;
        private long bytes;

        Question(Channel channel, CompletableFuture<Integer> answer) {
            this.channel = channel;
            this.answer = answer;
        }

        void ask(Server server, String path) {
            channel.pipeline().addLast(this);
            var unused = answer.whenComplete((found, failure) -> Outbox.close(channel));
            reader.begin("GET", null);
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + (server.isUnix() ? "localhost" : server.address())
                    + "\r\nUser-Agent: foyer-health\r\nConnection: close\r\n\r\n";
            channel.writeAndFlush(Unpooled.copiedBuffer(request, US_ASCII)).addListener(written -> {
                if (!written.isSuccess()) {
                    answer.completeExceptionally(written.cause());
                }
            });
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            reader.read((ByteBuf) message, this, ctx.alloc());
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (!answer.isDone()) {
                reader.closed(this, false);
            }
            reader.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            answer.completeExceptionally(cause);
        }

        @Override
        public void interim(ResponseHead head) {}

        @Override
        public boolean respond(ResponseHead head) {
            status = head.status();
            return true;
        }

        @Override
        public void data(ByteBuf data) {
            bytes += data.readableBytes();
            data.release();
            if (bytes > BODY_BYTES_MAX) {
                answer.complete(status);
            }
        }

        @Override
        public void responseEnd(@Nullable HeaderBlock trailers) {
            answer.complete(status);
        }

        @Override
        public void broke(UpstreamFault fault) {
            answer.completeExceptionally(new IOException(fault.detail()));
        }
    }
}
