package io.foyer.loadtest.blackbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.loadtest.process.ChildProcess;
import io.foyer.loadtest.process.FreePorts;
import io.foyer.loadtest.process.Readiness;
import io.foyer.loadtest.process.WorkDir;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The jar that operators run has in it all that a buyer's browser asks for. No store and no shop are needed for the page. */
final class ProductJarIT {
    private static final Path JAR = Path.of("../gateway/target/foyer.jar");
    private static final char[] PASSWORD = "for-this-test".toCharArray();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CONFIG = """
            version: 1
            listeners:
              - name: tls
                bind: 127.0.0.1:PORT
                protocols: [h2, http/1.1]
                tls: { cert: cert.pem, key: key.pem }
            ops: { bind: 127.0.0.1:OPS }
            drain: { announce: ANNOUNCE, limit: 1s }
            store: { redis: { uri: redis://127.0.0.1:1 } }
            signing: { keys-file: keys.json }
            shops:
              - name: arena
                hosts: [localhost]
                upstream: { type: http, zones: [ { name: a, servers: ["http://127.0.0.1:1"] } ] }
                routes: [ { path: /orders, methods: [POST], action: order } ]
                budget: { orders-per-minute: 60 }
            """;

    private final WorkDir dir = WorkDir.create();
    private final int port = FreePorts.next();
    private final int ops = FreePorts.next();
    private Path jar = JAR;
    private ChildProcess product;

    private void start(String announce) throws Exception {
        makeCertificate();
        String text = CONFIG.replace("PORT", Integer.toString(port))
                .replace("OPS", Integer.toString(ops))
                .replace("ANNOUNCE", announce);
        String config = dir.write("foyer.yaml", text).toString();
        product = run("product", "-Xmx256m", "-jar", jar.toString(), "run", "--config", config);
        Readiness.await(product, URI.create("http://127.0.0.1:" + ops + "/livez"), PATIENCE);
    }

    @AfterEach
    void end() {
        product.close();
        dir.close();
    }

    @Test
    void waitingPage_overTlsInBothProtocols_thenTermEndsItWell() throws Exception {
        start("0s");
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(trustingOurs())
                    .version(version)
                    .connectTimeout(PATIENCE)
                    .build();
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + "/"))
                    .header("Accept", "text/html")
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<String> page = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(page.version()).isEqualTo(version);
            assertThat(page.statusCode()).as(product.logTail()).isEqualTo(503);
            assertThat(page.headers().firstValue("Set-Cookie").orElse("")).contains("__Host-foyer-ticket=", "Secure");
            assertThat(page.body()).contains("arena");
        }

        product.terminate();
        assertThat(product.awaitStatus(PATIENCE)).isZero();
    }

    @Test
    void secondTerm_endsItAtOnce_withStatus1() throws Exception {
        start("60s");

        product.terminate();
        await().atMost(PATIENCE).until(() -> product.logTail().contains("stopping: announced for 60000 ms"));
        assertThat(product.isAlive()).isTrue();
        product.terminate();

        assertThat(product.awaitStatus(PATIENCE)).isEqualTo(1);
    }

    @Test
    void jarWrittenOver_termStillEndsIt() throws Exception {
        jar = Files.copy(JAR, dir.resolve("running.jar"));
        start("0s");
        Files.write(jar, new byte[0]);

        product.terminate();

        assertThat(product.awaitStatus(PATIENCE)).as(product.logTail()).isEqualTo(1);
    }

    private ChildProcess run(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java("java")));
        command.addAll(List.of(arguments));
        return ChildProcess.start(name, command, dir.resolve(name + ".log"));
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private void makeCertificate() throws Exception {
        ChildProcess keytool = ChildProcess.start(
                "keytool",
                List.of(
                        java("keytool"),
                        "-genkeypair",
                        "-alias",
                        "own",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        store().toString()),
                dir.resolve("keytool.log"));
        assertThat(keytool.awaitStatus(PATIENCE)).as(keytool.logTail()).isZero();
        KeyStore own = ownKeys();
        dir.write("cert.pem", pem("CERTIFICATE", own.getCertificate("own").getEncoded()));
        dir.write("key.pem", pem("PRIVATE KEY", own.getKey("own", PASSWORD).getEncoded()));
    }

    private Path store() {
        return dir.resolve("own.p12");
    }

    private KeyStore ownKeys() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }

    private SSLContext trustingOurs() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", ownKeys().getCertificate("own"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }
}
