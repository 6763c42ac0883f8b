package io.foyer.gateway.edge;

import io.foyer.gateway.log.RepeatedLog;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Last in a listening socket's pipeline: tells of connections that could not be accepted. Netty tries again each second. */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
    private final RepeatedLog log = new RepeatedLog(LoggerFactory.getLogger(AcceptFailures.class), Level.ERROR);
    private final String listener;

    AcceptFailures(String listener) {
        this.listener = listener;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.log(
                "listener {}: new connections cannot be accepted ({}), buyers who come now wait or get none; mostly the process"
                        + " has too few file descriptors (LimitNOFILE)",
                listener,
                cause.toString());
    }
}
