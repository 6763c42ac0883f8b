package io.foyer.loadtest.crowd;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpClientCodec;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Kept connections from one event loop to one target, last used first. At the bound, exchanges wait in order of arrival; each buyer
 * has at most one, so that queue is bounded by the crowd. The wait counts into the latency, as it starts at the intended time.
 */
final class ConnectionPool {
    private final Bootstrap bootstrap;
    private final int connectionsMax;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private final Deque<Exchange> waiting = new ArrayDeque<>();
    private int open;

    ConnectionPool(Bootstrap bootstrap, int connectionsMax) {
        this.bootstrap = bootstrap;
        this.connectionsMax = connectionsMax;
    }

    void submit(Exchange exchange) {
        Connection connection = idle.pollFirst();
        if (connection != null) {
            connection.send(exchange);
        } else if (open < connectionsMax) {
            connect(exchange);
        } else {
            waiting.addLast(exchange);
        }
    }

    private void connect(Exchange exchange) {
        open++;
        Connection connection = new Connection(this);
        bootstrap
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), connection);
                    }
                })
                .connect()
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        connection.send(exchange);
                    } else {
                        // The channel closes without ever having been active, so nobody else counts it down.
                        open--;
                        exchange.failed("connect failed");
                        serveWaiting();
                    }
                });
    }

    void free(Connection connection) {
        Exchange next = waiting.pollFirst();
        if (next != null) {
            connection.send(next);
        } else {
            idle.addFirst(connection);
        }
    }

    void closed(Connection connection) {
        idle.remove(connection);
        open--;
        serveWaiting();
    }

    private void serveWaiting() {
        if (open < connectionsMax && !waiting.isEmpty()) {
            connect(waiting.removeFirst());
        }
    }
}
