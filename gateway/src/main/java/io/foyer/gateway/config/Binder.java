package io.foyer.gateway.config;

import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.config.ListenerConfig.Protocol;
import io.foyer.gateway.tls.TlsTerms;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Turns a tree without faults, defaults filled in, into the model. */
final class Binder {
    private final Section root;
    private final AttachedFiles files;

    Binder(Section root, AttachedFiles files) {
        this.root = root;
        this.files = files;
    }

    FoyerConfig bind() {
        return new FoyerConfig(
                new NodeConfig(
                        text(root.section("node"), "id"),
                        root.section("node").text("memory-file").map(files::resolve)),
                root.items("listeners").stream().map(this::listener).toList(),
                new OpsConfig(BindAddress.parse(text(root.section("ops"), "bind")), files.opsToken()),
                store(root.section("store").section("redis")),
                signing(root.section("signing")),
                page(root.section("page")),
                root.items("shops").stream()
                        .map(shop -> ShopBinder.shop(shop, files))
                        .toList(),
                new DrainConfig(duration(root.section("drain"), "announce"), duration(root.section("drain"), "limit")),
                new LogConfig(root.section("log").flag("access")),
                trace(root.section("trace")),
                new DnsConfig(root.section("dns").list("servers", server -> DnsConfig.parse(server.asString()))));
    }

    private static TraceConfig trace(Section trace) {
        return new TraceConfig(trace.flag("start"), integer(trace, "sampled-percent"));
    }

    private ListenerConfig listener(Section listener) {
        List<Protocol> protocols = listener.list("protocols", protocol -> Protocol.parse(protocol.asString()));
        return new ListenerConfig(
                text(listener, "name"),
                ListenAddress.parse(text(listener, "bind")),
                listener.flag("reuse-port") ? ListenerConfig.Sharing.TAKEOVER : ListenerConfig.Sharing.ALONE,
                protocols,
                listener.has("tls") ? Optional.of(tls(listener.section("tls"), protocols)) : Optional.empty(),
                listener.list("trusted-proxies", block -> CidrBlock.parse(block.asString())),
                listener.flag("proxy-protocol"),
                limits(listener.section("limits")));
    }

    private TlsTerms tls(Section tls, List<Protocol> protocols) {
        boolean newest = text(tls, "min").equals("TLSv1.3");
        return new TlsTerms(
                files.certificates(tls.path()),
                newest ? List.of("TLSv1.3") : List.of("TLSv1.3", "TLSv1.2"),
                protocols.stream().map(Protocol::text).toList());
    }

    private static ListenerConfig.Limits limits(Section limits) {
        return new ListenerConfig.Limits(
                integer(limits, "connections"),
                Math.toIntExact(limits.sizeBytes("header-size").orElseThrow()),
                duration(limits, "header-timeout"),
                duration(limits, "idle"),
                duration(limits, "body-timeout"),
                limits.sizeBytes("body-size").orElseThrow(),
                Math.toIntExact(limits.sizeBytes("min-rate").orElseThrow()),
                integer(limits, "connections-per-address"),
                integer(limits, "requests-per-address"));
    }

    private StoreConfig store(Section redis) {
        String uri = text(redis, "uri");
        return new StoreConfig(
                new Secret(files.redisPassword()
                        .map(password -> withPassword(uri, password))
                        .orElse(uri)),
                duration(redis, "timeout"),
                integer(redis, "min-replicas"));
    }

    /** Also of addresses with several hosts, which are no URIs to Java. */
    private static String withPassword(String text, String password) {
        int start = text.indexOf("//") + 2;
        int at = text.lastIndexOf('@');
        String name = at < 0 ? "" : text.substring(start, at);
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        return text.substring(0, start) + name + ":" + encoded + "@" + text.substring(Math.max(start, at + 1));
    }

    private SigningConfig signing(Section signing) {
        KeyRing keys = files.keys().orElseThrow();
        return new SigningConfig(files.path(Paths.key(signing.path(), "keys-file")), keys, files.areKeysNew());
    }

    private PageConfig page(Section page) {
        return new PageConfig(
                integer(page, "status"),
                page.texts("languages"),
                duration(page.section("poll"), "min"),
                duration(page.section("poll"), "max"),
                files.template());
    }

    static String text(Section section, String key) {
        return section.text(key).orElseThrow();
    }

    static int integer(Section section, String key) {
        return section.integer(key).orElseThrow();
    }

    static Duration duration(Section section, String key) {
        return section.duration(key).orElseThrow();
    }

    static List<Integer> integers(Section section, String key) {
        return section.list(key, JsonNode::asInt);
    }
}
