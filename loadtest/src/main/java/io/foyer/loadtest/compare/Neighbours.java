package io.foyer.loadtest.compare;

import io.foyer.loadtest.process.ChildProcess;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.Readiness;
import io.foyer.loadtest.process.WorkDir;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** The other servers of the comparison: the upstream, and the proxies that Foyer is held against. One worker each. */
final class Neighbours {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SMALL_BYTES = 1_024;
    private static final int LARGE_BYTES = 100_000;
    /** About as much as a waiting page. */
    private static final int PAGE_BYTES = 8_192;

    private static final String NGINX = """
            daemon off; master_process off; worker_rlimit_nofile 16384; error_log %1$s/nginx-error.log; pid %1$s/%2$s.pid;
            events { worker_connections 8192; }
            http {
              access_log off; keepalive_requests 1000000000; keepalive_timeout 300s;
              client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
            %3$s}
            """;

    private static final String UPSTREAM = """
              server {
                listen 127.0.0.1:%d backlog=4096;
                default_type text/html;
                location / { return 200 "%s"; }
                location /large { root %s; }
              }
            """;

    private static final String PROXY = """
              upstream shop { server 127.0.0.1:%d; keepalive 1024; keepalive_requests 1000000000; }
              server {
                listen 127.0.0.1:%d backlog=4096;
                listen 127.0.0.1:%d ssl http2 backlog=4096;
                ssl_certificate %s; ssl_certificate_key %s; ssl_protocols TLSv1.2 TLSv1.3;
                location = /page { root %s; }
                location = /status { default_type application/json; return 200 '%s'; }
                location / {
                  proxy_pass http://shop; proxy_http_version 1.1; proxy_set_header Connection "";
                  proxy_set_header X-Forwarded-For $remote_addr;
                }
              }
            """;

    private static final String HAPROXY = """
            global
              nbthread 1
              maxconn 8000
            defaults
              mode http
              timeout connect 5s
              timeout client 300s
              timeout server 300s
              option forwardfor
            frontend web
              bind 127.0.0.1:%d backlog 4096
              bind 127.0.0.1:%d backlog 4096 ssl crt %s alpn h2,http/1.1
              default_backend shop
            backend shop
              http-reuse always
              server a 127.0.0.1:%d
            """;

    private static final String RELAY = """
            global
              nbthread 1
              maxconn 8000
            defaults
              mode tcp
              timeout connect 5s
              timeout client 300s
              timeout server 300s
            frontend web
              bind 127.0.0.1:%d backlog 4096
              default_backend shop
            backend shop
              server a 127.0.0.1:%d
            """;

    private final Tools tools;
    private final WorkDir dir;

    Neighbours(Tools tools, WorkDir dir) {
        this.tools = tools;
        this.dir = dir;
    }

    /** Answers every path with 1 KB, and {@code /large} with 100 kB. */
    Server upstream() {
        int port = FreePorts.next();
        dir.write("large", "x".repeat(LARGE_BYTES));
        return nginx(
                "upstream", port, UPSTREAM.formatted(port, "x".repeat(SMALL_BYTES), dir.path()), tools::onLoadCore);
    }

    /** @param statusBody what {@code /status} answers from memory, to compare a poll with */
    Server nginxProxy(int upstreamPort, String statusBody) {
        int port = FreePorts.next();
        int securePort = FreePorts.next();
        Path pem = Certificate.in(dir, tools);
        dir.write("page", "x".repeat(PAGE_BYTES));
        return nginx(
                        "nginx",
                        port,
                        PROXY.formatted(
                                upstreamPort, port, securePort, pem, pem, dir.path(), statusBody.replace("'", "")),
                        tools::onProxyCore)
                .withSecurePort(securePort);
    }

    private Server nginx(String name, int port, String http, UnaryOperator<List<String>> pin) {
        Path file = dir.write(name + ".conf", NGINX.formatted(dir.path(), name, http));
        List<String> command = List.of(tools.nginx(), "-p", dir.path().toString(), "-c", file.toString());
        return start(name, port, pin.apply(command));
    }

    Server haproxy(int upstreamPort) {
        int port = FreePorts.next();
        int securePort = FreePorts.next();
        Path file =
                dir.write("haproxy.cfg", HAPROXY.formatted(port, securePort, Certificate.in(dir, tools), upstreamPort));
        return start("haproxy", port, tools.onProxyCore(List.of(tools.haproxy(), "-db", "-f", file.toString())))
                .withSecurePort(securePort);
    }

    private Server start(String name, int port, List<String> command) {
        ChildProcess process = ChildProcess.start(name, command, dir.resolve(name + ".log"));
        Server server = new Server(port, 0, process);
        try {
            Readiness.await(process, URI.create(server.url() + "/"), PATIENCE);
        } catch (IllegalStateException notReady) {
            process.close();
            throw notReady;
        }
        return server;
    }

    /** Passes bytes on and reads none: about the least that a proxy's system calls cost. */
    Server relay(int upstreamPort) {
        int port = FreePorts.next();
        Path file = dir.write("relay.cfg", RELAY.formatted(port, upstreamPort));
        return start("relay", port, tools.onProxyCore(List.of(tools.haproxy(), "-db", "-f", file.toString())));
    }

    /** @param securePort for TLS; 0 when it has none */
    record Server(int port, int securePort, ChildProcess process) implements AutoCloseable {
        Server withSecurePort(int its) {
            return new Server(port, its, process);
        }

        String secureUrl() {
            return "https://localhost:" + securePort;
        }

        String url() {
            return "http://127.0.0.1:" + port;
        }

        @Override
        public void close() {
            process.close();
        }
    }
}
