package io.foyer.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.gateway.tls.ServerCertificate;
import io.foyer.gateway.tls.TestCertificates;
import io.foyer.gateway.tls.TlsTerms;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsConfigTest {
    private static final X509Bundle ARENA = TestCertificates.of("arena.example");
    private static final X509Bundle CLUB = TestCertificates.of("club.example");

    @TempDir
    Path directory;

    private ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(directory);
        put("arena", ARENA);
        put("club", CLUB);
    }

    private void put(String name, X509Bundle bundle) {
        fixture.file(name + ".pem", bundle.getCertificatePathPEM());
        fixture.secret(name + "-key.pem", bundle.getPrivateKeyPEM());
    }

    private static String listener(String keys) {
        return ConfigFixture.VALID.replaceFirst(
                "listeners:\n", "listeners:\n  - { name: tls, bind: \"127.0.0.1:0\", " + keys + " }\n");
    }

    private static String tls(String keys) {
        return listener("tls: { " + keys + " }");
    }

    @Test
    void certificates_areReadInOrder() {
        TlsTerms terms = fixture.accept(tls("cert: arena.pem, key: arena-key.pem, min: TLSv1.3,"
                        + " certificates: [ { cert: club.pem, key: club-key.pem } ]"))
                .listeners()
                .get(0)
                .tls()
                .orElseThrow();

        assertThat(terms.certificates().stream().map(ServerCertificate::names))
                .containsExactly(List.of("arena.example"), List.of("club.example"));
        assertThat(terms.versions()).containsExactly("TLSv1.3");
    }

    @Test
    void faults_areToldWhereTheyStand() {
        fixture.file("broken.pem", "hello");

        assertThat(fixture.errors(tls("min: TLSv1.2")))
                .singleElement()
                .asString()
                .contains("listeners[0].tls: there is no certificate");
        assertThat(fixture.errors(tls("cert: arena.pem")))
                .singleElement()
                .asString()
                .contains("listeners[0].tls.cert: the other one");
        assertThat(fixture.errors(tls("cert: broken.pem, key: arena-key.pem")))
                .singleElement()
                .asString()
                .contains("listeners[0].tls.cert: holds no certificate");
        assertThat(fixture.errors(tls("cert: arena.pem, key: none.pem")))
                .singleElement()
                .asString()
                .contains("listeners[0].tls.key: cannot be read: no such file");
        assertThat(fixture.errors(tls("certificates: [ { cert: arena.pem, key: club-key.pem } ]")))
                .singleElement()
                .asString()
                .contains("listeners[0].tls.certificates[0].key: the key is not the certificate's");
    }

    @Test
    void doubts_areWarnings() {
        put("old", TestCertificates.expired("old.example"));
        fixture.file("open-key.pem", ARENA.getPrivateKeyPEM());

        assertThat(fixture.warnings(tls("cert: old.pem, key: old-key.pem")))
                .anyMatch(warning -> warning.startsWith("listeners[0].tls.cert: has expired on "));
        assertThat(fixture.warnings(tls("cert: arena.pem, key: open-key.pem")))
                .anyMatch(warning -> warning.startsWith("listeners[0].tls.key: others than its owner"));
    }

    @Test
    void reload_takesUpFilesAndCertificates_butNotTlsItself() {
        String first = tls("cert: arena.pem, key: arena-key.pem");
        ReadResult start = fixture.read(first);
        ConfigReloader reloader =
                new ConfigReloader(ConfigFixture.reader(), fixture.file(), start, (config, changes) -> {});

        fixture.file("arena.pem", CLUB.getCertificatePathPEM());
        assertThat(reloader.reload().ok()).as("the key does not fit yet").isFalse();
        assertThat(names(reloader)).containsExactly("arena.example");

        fixture.file("arena-key.pem", CLUB.getPrivateKeyPEM());
        assertThat(reloader.reload().ok()).isTrue();
        assertThat(names(reloader)).containsExactly("club.example");

        fixture.write(tls("min: TLSv1.3, certificates: [ { cert: club.pem, key: club-key.pem } ]"));
        assertThat(reloader.reload().problems()).noneMatch(Problem::isError);

        fixture.write(listener("proxy-protocol: false"));
        assertThat(reloader.reload().problems().toString()).contains("listeners[tls].tls: removed");
    }

    private static List<String> names(ConfigReloader reloader) {
        TlsTerms terms = reloader.inForce().listeners().get(0).tls().orElseThrow();
        return terms.certificates().get(0).names();
    }
}
