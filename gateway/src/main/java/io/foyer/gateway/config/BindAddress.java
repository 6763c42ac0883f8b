package io.foyer.gateway.config;

/** @param host an address or name; port 0 takes a free one */
public record BindAddress(String host, int port) {
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
