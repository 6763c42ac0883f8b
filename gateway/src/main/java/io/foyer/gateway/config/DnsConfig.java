package io.foyer.gateway.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** @param servers whom to ask for the names of addresses; empty for those of the system */
public record DnsConfig(List<InetSocketAddress> servers) {
    static final DnsConfig DEFAULT = new DnsConfig(List.of());

    public DnsConfig {
        servers = List.copyOf(servers);
    }

    /** @throws IllegalArgumentException when {@code text} is not an address and a port */
    static InetSocketAddress parse(String text) {
        BindAddress server = BindAddress.parse(text);
        try {
            InetAddress address = CidrBlock.parse(server.host()).network();
            return new InetSocketAddress(InetAddress.getByAddress(address.getAddress()), server.port());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' (expected: an address and a port)", e);
        }
    }
}
