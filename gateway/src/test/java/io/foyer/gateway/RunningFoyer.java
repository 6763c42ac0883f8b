package io.foyer.gateway;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.WhenKeysMissing;
import io.foyer.gateway.pages.PageTemplate;
import io.foyer.gateway.rooms.Rooms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole gateway in this process, with a Redis and a shop of its own. */
final class RunningFoyer implements AutoCloseable {
    private static final String CONFIG = """
        version: 1
        node: { id: gw-1 }
        listeners:
          - { name: web, bind: "127.0.0.1:0" }
        ops: { bind: "127.0.0.1:0" }
        store: { redis: { uri: "redis://127.0.0.1:REDIS", timeout: 1s } }
        signing: { keys-file: keys.json }
        page: { status: 503, poll: { min: 1s, max: 10s } }
        log: { access: false }
        shops:
          - name: arena
            hosts: [localhost]
            upstream:
              type: http
              zones: [ { name: a, servers: ["http://127.0.0.1:SHOP"] } ]
            routes:
              - { path: "/assets/**", action: pass }
              - { path: "/orders", methods: [POST], action: order, created: [201] }
            budget: { orders-per-minute: 60, orders-per-5s: 20, active-buyers: 1 }
            session: { idle: 10m, max: 30m, orders: 1 }
            order-hold: 1s
            message: "Tickets are going fast."
        """;

    private final Path folder;
    private final LocalRedis redis;
    private final StoreLink link;
    private final WireMockServer shop;
    private final boolean isAlone;
    private final AtomicLong wallAheadMillis = new AtomicLong();
    private final AtomicLong aheadNanos = new AtomicLong();
    private final Rooms.Clocks clocks = new Rooms.Clocks(
            () -> System.nanoTime() + aheadNanos.get(), () -> System.currentTimeMillis() + wallAheadMillis.get());
    private final Path file;
    private Foyer foyer;
    private volatile double memoryUsed;

    /** @param changes texts of the config, each followed by what is to stand there */
    RunningFoyer(Path folder, String... changes) throws Exception {
        this(
                folder,
                LocalRedis.start(folder),
                new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1")),
                true,
                changes);
    }

    private RunningFoyer(Path folder, LocalRedis redis, WireMockServer shop, boolean isAlone, String... changes)
            throws Exception {
        this.folder = folder;
        this.redis = redis;
        this.link = new StoreLink(redis.port());
        this.shop = shop;
        this.isAlone = isAlone;
        if (isAlone) {
            shop.start();
            shop.stubFor(any(anyUrl()).willReturn(ok("the shop")));
        }
        file = write(changes);
        foyer = start();
        await().until(() -> ops("GET", "/readyz").startsWith("HTTP/1.1 200"));
    }

    /** A room of the shop, as operators see it. */
    JsonNode room(String name) throws IOException {
        String answer = ops("GET", "/v1/status");
        JsonNode status = JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n")));
        return status.path("shops")
                .path(0)
                .path("rooms")
                .valueStream()
                .filter(room -> room.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Another gateway with the same keys, Redis and shop. Close it first. */
    RunningFoyer alongside(String... changes) throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.copy(folder.resolve("keys.json"), other.resolve("keys.json"));
        return new RunningFoyer(other, redis, shop, false, changes);
    }

    /** The way to Redis of a gateway whose config says {@code LINK} for its port. */
    StoreLink link() {
        return link;
    }

    private Foyer start() throws Exception {
        ConfigReader reader = ConfigReader.ofProcess(text -> PageTemplate.compile("page.template", text));
        return new Foyer(file, reader, reader.read(file, WhenKeysMissing.CREATE), () -> memoryUsed, clocks);
    }

    /** The gateway's wall clock is set. */
    void setWallClockAhead(Duration by) {
        wallAheadMillis.set(by.toMillis());
    }

    /** The gateway's monotonic clock goes ahead, as if its process had stood still. */
    void advance(Duration by) {
        aheadNanos.addAndGet(by.toNanos());
    }

    /** Another process would remember as little; the port is another. */
    void restartGateway() throws Exception {
        foyer.close();
        foyer = start();
    }

    /** Writes the config, with some texts of it replaced. */
    Path write(String... changes) throws IOException {
        String config = CONFIG;
        for (int i = 0; i < changes.length; i += 2) {
            if (!config.contains(changes[i])) {
                throw new IllegalArgumentException("not in the config: " + changes[i]);
            }
            config = config.replace(changes[i], changes[i + 1]);
        }
        String text = config.replace("REDIS", Integer.toString(redis.port()))
                .replace("LINK", Integer.toString(link.port()))
                .replace("SHOP", Integer.toString(shop.port()));
        return Files.writeString(folder.resolve("foyer.yaml"), text);
    }

    void memoryUsed(double share) {
        memoryUsed = share;
    }

    Foyer foyer() {
        return foyer;
    }

    WireMockServer shop() {
        return shop;
    }

    /** What reached the shop, without its health checks. */
    List<LoggedRequest> atShop(String path) {
        return shop.findAll(anyRequestedFor(urlPathEqualTo(path)));
    }

    Buyer buyer() {
        return new Buyer(this);
    }

    /** Sends a request as it is and reads until the gateway closes. */
    String raw(String request) throws IOException {
        return raw(foyer.address("web").getPort(), request);
    }

    String ops(String method, String path) throws IOException {
        return raw(
                foyer.opsAddress().getPort(),
                method + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    private static String raw(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }

    void startRedis() throws IOException {
        redis.startAgain();
    }

    /** A command without arguments that hold a space. */
    String redis(String command) throws IOException {
        return redis.send(command);
    }

    /** It comes up again without what it knew. */
    void loseRedisData() throws IOException, InterruptedException {
        redis.loseData();
    }

    /** {@code STOP} makes it hang, {@code CONT} go on. */
    void signalRedis(String name) throws IOException, InterruptedException {
        redis.signal(name);
    }

    void stopRedis() throws InterruptedException {
        redis.stop();
    }

    @Override
    public void close() throws Exception {
        foyer.close();
        link.close();
        if (isAlone) {
            shop.stop();
            stopRedis();
        }
    }
}
