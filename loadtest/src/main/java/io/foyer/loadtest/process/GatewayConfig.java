package io.foyer.loadtest.process;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The config file of one gateway on the loopback address, in front of one shop that answers for every host.
 *
 * @param keysFile shared by all gateways of one test, so that each honours the others' tickets; created when missing
 * @param sharing whether a second gateway may take the port over
 * @param secure a listener with TLS beside the other one
 * @param upstream base URL of the shop
 */
public record GatewayConfig(
        String node,
        int port,
        Sharing sharing,
        Optional<Secure> secure,
        int opsPort,
        String redisUri,
        Path keysFile,
        String upstream,
        AccessLog accessLog,
        RoomRules rules) {

    /** Whether each request gets a line in the gateway's log. */
    public enum AccessLog {
        ON,
        OFF
    }

    /** Whether another process may listen on the port as well. */
    public enum Sharing {
        ALONE,
        TAKEOVER
    }

    /** @param pem a certificate and its key */
    public record Secure(int port, Path pem) {
        private String toYaml() {
            return """
                      - name: tls
                        bind: 127.0.0.1:%d
                        limits: { connections: 15000 }
                        tls: { cert: "%s", key: "%s" }
                    """.formatted(port, pem, pem);
        }
    }

    /** Alone on its port. */
    public GatewayConfig(
            String node,
            int port,
            int opsPort,
            String redisUri,
            Path keysFile,
            String upstream,
            AccessLog accessLog,
            RoomRules rules) {
        this(node, port, Sharing.ALONE, Optional.empty(), opsPort, redisUri, keysFile, upstream, accessLog, rules);
    }

    private static final String YAML = """
            version: 1
            node: { id: "%s" }
            listeners:
              - name: web
                bind: 127.0.0.1:%d
                reuse-port: %b
                limits: { connections: 15000 }
            %sops:
              bind: 127.0.0.1:%d
            store:
              redis:
                uri: "%s"
            signing:
              keys-file: "%s"
            page:
              status: 503
              poll: { min: %dms, max: %dms }
            drain: { announce: 0s, limit: 5s }
            log: { access: %b }
            shops:
              - name: arena
                hosts: ["*"]
                upstream:
                  type: http
                  zones:
                    - { name: a, servers: ["%s"] }
                  health: { path: /healthz, interval: 2s, unhealthy-after: 3, healthy-after: 2 }
                  connections: 1000
                  timeouts: { connect: 1s, response: 20s }
                routes:
                  - { path: "/assets/**", action: pass }
                  - { path: "/orders", methods: [POST], action: order, created: [200, 201, 303] }
                  - { path: "/**", action: queue }
                budget:
                  orders-per-minute: %d
                  orders-per-5s: %d
                  active-buyers: %d
                session: { idle: %ds, max: %ds, orders: %d, requests-per-second: 1000000 }
                place: { absent-after: 2m, keep: 60m }
                order-hold: 30s
                store-down: hold
                message: "%s"
            """;

    GatewayConfig with(RoomRules other) {
        return new GatewayConfig(node, port, sharing, secure, opsPort, redisUri, keysFile, upstream, accessLog, other);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** Of the listener with TLS. */
    public String secureUrl() {
        return "https://localhost:"
                + secure.map(Secure::port).orElseThrow(() -> new IllegalStateException("no listener with TLS"));
    }

    public String opsUrl() {
        return "http://127.0.0.1:" + opsPort;
    }

    String toYaml() {
        return YAML.formatted(
                node,
                port,
                sharing == Sharing.TAKEOVER,
                secure.map(Secure::toYaml).orElse(""),
                opsPort,
                redisUri,
                keysFile,
                rules.pollMin().toMillis(),
                rules.pollMax().toMillis(),
                accessLog == AccessLog.ON,
                upstream,
                rules.ordersPerMinute(),
                rules.ordersPer5s(),
                rules.activeBuyers(),
                rules.sessionIdle().toSeconds(),
                rules.sessionIdle().multipliedBy(3).toSeconds(),
                rules.ordersPerPass(),
                rules.message());
    }
}
