package io.foyer.gateway.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.foyer.admission.upstream.Server;
import io.foyer.gateway.config.ListenerConfig.Protocol;
import io.foyer.gateway.tls.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * h2spec, the conformance suite for RFC 9113 and 7541, as a Maven plugin of others bundles it: all of its cases, in front of a
 * shop that answers.
 */
class Http2SpecIT {
    private static final String BUNDLE = "/h2spec/2.2.0/h2spec_linux_amd64.tar.gz";
    private static final String BUNDLE_SHA256 = "0b1a0878798d1e43e8fd3446bffdb8aaa8b11ce7f466bfa29bd290553a5bac9f";
    private static final int TAR_BLOCK = 512;

    @TempDir
    private Path folder;

    private final WireMockServer shop =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    @BeforeEach
    void start() {
        assumeTrue(
                System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"),
                "h2spec is bundled for Linux on x86-64");
        shop.start();
        shop.stubFor(WireMock.any(WireMock.anyUrl()).willReturn(WireMock.ok("a body of some length")));
    }

    @AfterEach
    void stop() {
        shop.stop();
    }

    private Testbed.Settings settings(Protocol protocol) {
        Testbed.Settings settings = Testbed.settings(new Server("a", URI.create(shop.baseUrl())));
        settings.protocols = List.of(protocol);
        return settings;
    }

    @Test
    void overTls_allCasesPass() throws Exception {
        Testbed.Settings settings = settings(Protocol.H2);
        settings.tls = Optional.of(
                TestCertificates.terms(List.of("h2"), TestCertificates.served(TestCertificates.of("localhost"))));
        try (Testbed bed = new Testbed(settings)) {
            expectAllPass(run(bed.port(), "-t", "-k"));
        }
    }

    @Test
    void byPriorKnowledge_allCasesPass() throws Exception {
        try (Testbed bed = new Testbed(settings(Protocol.H2C))) {
            expectAllPass(run(bed.port()));
        }
    }

    private static void expectAllPass(String report) {
        assertThat(report).containsPattern("14\\d tests, 14\\d passed, \\d skipped, 0 failed");
    }

    private String run(int port, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(extract().toString(), "-p", Integer.toString(port), "-o", "5"));
        command.addAll(List.of(more));
        Path report = folder.resolve("report.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("h2spec ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(report);
    }

    /** The one file of the archive, for which two fields of its header are enough. */
    private Path extract() throws Exception {
        byte[] bundle;
        try (InputStream in = Http2SpecIT.class.getResourceAsStream(BUNDLE)) {
            bundle = in.readAllBytes();
        }
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bundle)))
                .isEqualTo(BUNDLE_SHA256);
        Path binary = folder.resolve("h2spec");
        try (InputStream tar = new GZIPInputStream(new ByteArrayInputStream(bundle))) {
            Files.write(binary, file(tar));
        }
        assertThat(binary.toFile().setExecutable(true)).isTrue();
        return binary;
    }

    private static byte[] file(InputStream tar) throws IOException {
        byte[] header = tar.readNBytes(TAR_BLOCK);
        int size = Integer.parseInt(new String(header, 124, 11, UTF_8).strip(), 8);
        return tar.readNBytes(size);
    }
}
