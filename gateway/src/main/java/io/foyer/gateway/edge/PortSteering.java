package io.foyer.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.RawUnixChannelOption;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which of the processes that share a port gets new connections, with a filter of one instruction for all of them
 * (SO_ATTACH_REUSEPORT_CBPF, socket(7)). It answers with an index: the kernel counts sockets in the order in which they began
 * to listen, and moves the last into the place of one that closes. An index that nobody has means: as if there were no filter.
 */
final class PortSteering {
    private static final Logger LOG = LoggerFactory.getLogger(PortSteering.class);
    private static final int SOL_SOCKET = 1;
    private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
    /** {@code struct sock_fprog}: the number of instructions, and where they are. */
    private static final int PROGRAM_BYTES = 16;

    private static final int INSTRUCTION_BYTES = 8;
    private static final short RETURN_CONSTANT = 0x06;
    private static final RawUnixChannelOption FILTER =
            new RawUnixChannelOption("SO_ATTACH_REUSEPORT_CBPF", SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, PROGRAM_BYTES);

    private PortSteering() {}

    /** The process that listens here longest keeps all new connections, until it lets go: a new one may still be starting. */
    static void toElder(Channel channel) {
        boolean unused = attach(channel, 0);
    }

    /** The process that came next gets all new connections. Returns false if the kernel will not have it. */
    static boolean toHeir(Channel channel) {
        return attach(channel, 1);
    }

    private static boolean attach(Channel channel, int index) {
        if (!(channel instanceof EpollServerSocketChannel)) {
            return false;
        }
        // Left to the collector: not every JDK lets such buffers be freed by hand.
        ByteBuffer instruction = direct(INSTRUCTION_BYTES);
        ByteBuffer program = direct(PROGRAM_BYTES);
        try {
            instruction.putShort(0, RETURN_CONSTANT).putInt(4, index);
            program.putShort(0, (short) 1).putLong(8, Buffer.memoryAddress(instruction));
            return channel.config().setOption(FILTER, program);
        } catch (RuntimeException e) {
            LOG.info("new connections are spread over all that share the port: {}", e.getMessage());
            return false;
        } finally {
            // The program has only its address.
            Reference.reachabilityFence(instruction);
        }
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
