package io.foyer.gateway.config;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** @param host an address or name; port 0 takes a free one */
public record BindAddress(String host, int port) implements ListenAddress {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9.-]+)):([0-9]{1,5})");

    /** @throws IllegalArgumentException when {@code text} is not {@code host:port} or {@code [address]:port} */
    public static BindAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' (expected: host:port, such as 0.0.0.0:8080 or [::]:8080)");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port > 65535) {
            throw new IllegalArgumentException("'" + text + "' (expected: a port from 0 to 65535)");
        }
        return new BindAddress(matcher.group(1) != null ? matcher.group(1) : matcher.group(2), port);
    }

    /** Whether only this machine can reach it. */
    public boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    @Override
    public <T> T fold(Function<BindAddress, T> tcp, Function<Unix, T> unix, Function<Inherited, T> inherited) {
        return tcp.apply(this);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
