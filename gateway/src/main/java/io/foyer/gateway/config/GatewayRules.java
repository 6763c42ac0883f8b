package io.foyer.gateway.config;

import io.foyer.redis.RedisAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What the schema cannot say about listeners, ops, store and page. */
final class GatewayRules {
    private static final String NOT_YET = " not supported by this version";

    private GatewayRules() {}

    static void check(Section root) {
        Map<String, String> names = new HashMap<>();
        Map<String, String> binds = new HashMap<>();
        for (Section listener : root.items("listeners")) {
            listener.text("name").ifPresent(unique(names, "name", listener, "name"));
            checkBind(listener, binds);
            checkTls(listener);
            for (Section proxy : listener.items("trusted-proxies")) {
                proxy.text().ifPresent(text -> checkCidr(proxy, text));
            }
        }
        checkOps(root.section("ops"), binds);
        checkRedis(root.section("store").section("redis"));
        checkPage(root.section("page"));
        for (Section server : root.section("dns").items("servers")) {
            server.text().ifPresent(text -> checkServer(server, text));
        }
    }

    private static void checkServer(Section server, String text) {
        try {
            DnsConfig.parse(text);
        } catch (IllegalArgumentException e) {
            server.refuse(String.valueOf(e.getMessage()));
        }
    }

    /** Refuses a value that an earlier section has. */
    static Consumer<String> unique(Map<String, String> seen, String what, Section section, String key) {
        return value -> {
            String first = seen.putIfAbsent(value, section.path());
            if (first != null) {
                section.refuse(key, "'" + value + "' is the " + what + " of " + first + " already");
            }
        };
    }

    private static void checkBind(Section listener, Map<String, String> binds) {
        Optional<ListenAddress> bind = listener.parsed("bind", ListenAddress::parse);
        bind.filter(address -> !isAnyPort(address))
                .map(ListenAddress::toString)
                .ifPresent(unique(binds, "address", listener, "bind"));
        if (listener.flag("reuse-port")
                && bind.filter(GatewayRules::isInherited).isPresent()) {
            listener.refuse("reuse-port", "an inherited socket is shared by whoever opened it");
        }
    }

    private static boolean isAnyPort(ListenAddress address) {
        return address.fold(tcp -> tcp.port() == 0, unix -> false, inherited -> false);
    }

    private static boolean isInherited(ListenAddress address) {
        return address.fold(tcp -> false, unix -> false, inherited -> true);
    }

    private static void checkTls(Section listener) {
        List<String> protocols = listener.texts("protocols");
        if (!listener.has("tls")) {
            if (protocols.contains("h2")) {
                listener.refuse("protocols", "h2 needs tls (expected: tls, or h2c for HTTP/2 without it)");
            }
            return;
        }
        if (protocols.contains("h2c")) {
            listener.refuse("protocols", "h2c is for listeners without tls (expected: h2)");
        }
        Section tls = listener.section("tls");
        if (tls.has("cert") != tls.has("key")) {
            tls.refuse(tls.has("cert") ? "cert" : "key", "the other one of cert and key is missing");
        } else if (!tls.has("cert") && !tls.has("certificates")) {
            tls.refuse("there is no certificate (expected: cert and key, or certificates)");
        }
    }

    private static void checkCidr(Section proxy, String text) {
        try {
            CidrBlock.parse(text);
        } catch (IllegalArgumentException e) {
            proxy.refuse(String.valueOf(e.getMessage()));
        }
    }

    private static void checkOps(Section ops, Map<String, String> binds) {
        ops.parsed("bind", BindAddress::parse).ifPresent(bind -> {
            if (!bind.isLoopback() && !ops.has("token-file") && !ops.has("token")) {
                ops.refuse(
                        "bind",
                        "'" + bind
                                + "' is reachable from elsewhere (expected: a token-file as well, or a loopback address)");
            } else if (bind.port() != 0) {
                unique(binds, "address", ops, "bind").accept(bind.toString());
            }
        });
    }

    private static void checkRedis(Section redis) {
        redis.text("uri").ifPresent(uri -> {
            if (uri.contains("+cluster:") && redis.integer("min-replicas").orElse(0) > 0) {
                redis.refuse("min-replicas", "a Cluster waits for none (expected: 0)");
            }
            if (uri.contains("+")) {
                checkManyServers(redis, uri);
                return;
            }
            checkRedisUri(redis, uri);
        });
    }

    private static void checkManyServers(Section redis, String uri) {
        try {
            RedisAddress.check(uri);
        } catch (IllegalArgumentException e) {
            redis.refuse("uri", String.valueOf(e.getMessage()));
        }
    }

    private static void checkRedisUri(Section redis, String text) {
        try {
            URI uri = new URI(text);
            boolean oneServer = uri.getHost() != null && uri.getPort() != 0 && uri.getPort() <= 65535;
            if (!oneServer || !List.of("", "/").contains(uri.getPath().replaceFirst("/[0-9]{1,3}$", ""))) {
                redis.refuse(
                        "uri",
                        "not the address of a Redis (expected: redis://host:port or redis://host:port/database)");
            } else if (redis.has("password-file")
                    && String.valueOf(uri.getUserInfo()).contains(":")) {
                redis.refuse("password-file", "the uri has a password as well (expected: one of the two)");
            }
        } catch (URISyntaxException e) {
            redis.refuse("uri", "not an address: " + e.getReason() + " (expected: redis://host:port)");
        }
    }

    private static void checkPage(Section page) {
        Section poll = page.section("poll");
        poll.duration("min")
                .ifPresent(min -> poll.duration("max")
                        .filter(max -> max.compareTo(min) < 0)
                        .ifPresent(max -> poll.refuse(
                                "max",
                                poll.text("max").orElse("") + " (expected: at least min, "
                                        + poll.text("min").orElse("") + ")")));
        Map<String, String> languages = new HashMap<>();
        for (Section language : page.items("languages")) {
            language.text()
                    .filter(code -> languages.put(code, code) != null)
                    .ifPresent(code -> language.refuse("'" + code + "' is there twice"));
        }
    }
}
