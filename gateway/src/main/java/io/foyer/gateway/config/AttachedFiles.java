package io.foyer.gateway.config;

import io.foyer.admission.token.KeyRing;
import io.foyer.gateway.tls.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that the config names, found beside it, and what they hold. */
final class AttachedFiles {
    private static final long SIZE_MAX = 1 << 20;
    private static final int TOKEN_LENGTH_MIN = 16;

    private final Path directory;
    private final WhenKeysMissing whenKeysMissing;
    private final Map<String, Path> paths = new LinkedHashMap<>();
    private final Map<String, String> contents = new LinkedHashMap<>();

    private boolean keysNew;
    private Optional<KeyRing> keys = Optional.empty();
    private Optional<Secret> opsToken = Optional.empty();
    private final Map<String, List<ServerCertificate>> certificates = new HashMap<>();

    private AttachedFiles(Path configFile, WhenKeysMissing whenKeysMissing) {
        this.directory =
                Optional.ofNullable(configFile.toAbsolutePath().getParent()).orElse(configFile);
        this.whenKeysMissing = whenKeysMissing;
    }

    static AttachedFiles read(Path configFile, Section root, WhenKeysMissing whenKeysMissing, TemplateCheck templates) {
        AttachedFiles files = new AttachedFiles(configFile, whenKeysMissing);
        files.readKeys(root.section("signing"));
        files.readToken(root.section("ops"));
        files.readSecret(root.section("store").section("redis"), "password-file");
        files.readTemplate(root.section("page"), templates);
        root.items("listeners").forEach(listener -> files.readCertificates(listener.section("tls")));
        root.items("shops")
                .forEach(shop -> files.readAuthorities(shop.section("upstream").section("tls")));
        return files;
    }

    /** By the path of the key that names them. */
    Map<String, Path> paths() {
        return paths;
    }

    /** By the path of the key that names them; those that could be read. */
    Map<String, String> contents() {
        return contents;
    }

    /** The file that the key names, which it must. */
    /** A file that Foyer itself writes: not one of those that are watched. */
    Path resolve(String name) {
        return directory.resolve(name);
    }

    Path path(String key) {
        return Objects.requireNonNull(paths.get(key), key);
    }

    Optional<KeyRing> keys() {
        return keys;
    }

    boolean areKeysNew() {
        return keysNew;
    }

    Optional<Secret> opsToken() {
        return opsToken;
    }

    Optional<String> redisPassword() {
        return Optional.ofNullable(contents.get("store.redis.password-file"));
    }

    /** Those of a listener's TLS section, in their order. */
    List<ServerCertificate> certificates(String tlsPath) {
        return Objects.requireNonNull(certificates.get(tlsPath), tlsPath);
    }

    /** What the key's file holds, if the key names one. */
    Optional<String> content(String key) {
        return Optional.ofNullable(contents.get(key));
    }

    Optional<String> template() {
        return Optional.ofNullable(contents.get("page.template"));
    }

    private void readKeys(Section signing) {
        Path file = locate(signing, "keys-file");
        if (file == null) {
            return;
        }
        if (!Files.exists(file)) {
            keysMissing(signing, file);
        }
        if (Files.exists(file)) {
            keys = read(signing, "keys-file", file)
                    .flatMap(json -> signing.attempt("keys-file", () -> KeysFile.parse(json)));
            warnWhenOpen(signing, "keys-file", file);
        }
    }

    private void keysMissing(Section signing, Path file) {
        switch (whenKeysMissing) {
            case CREATE -> {
                try {
                    KeysFile.create(file, KeysFile.fresh());
                    keysNew = true;
                    signing.warn(
                            "keys-file", "made with a fresh key, as it was missing: every gateway needs the same file");
                } catch (IOException e) {
                    signing.refuse("keys-file", "is missing and cannot be made: " + reason(e, file));
                }
            }
            case WARN -> {
                signing.warn("keys-file", "is missing: the first start makes it with a fresh key");
                keys = Optional.of(KeysFile.parse(KeysFile.fresh()));
            }
            case REFUSE -> signing.refuse("keys-file", "no such file");
        }
    }

    private void readToken(Section ops) {
        opsToken = ops.text("token").map(Secret::new);
        if (opsToken.isPresent() && ops.has("token-file")) {
            ops.refuse("token-file", "a token is there as well (expected: one of the two)");
            return;
        }
        readSecret(ops, "token-file").ifPresent(token -> {
            if (token.length() < TOKEN_LENGTH_MIN) {
                ops.refuse("token-file", "the token in it is too short (expected: at least 16 characters)");
            }
            opsToken = Optional.of(new Secret(token));
        });
    }

    private void readTemplate(Section page, TemplateCheck templates) {
        Path file = locate(page, "template");
        if (file != null) {
            read(page, "template", file)
                    .ifPresent(text -> page.attempt("template", () -> {
                        templates.check(text);
                        return text;
                    }));
        }
    }

    private void readCertificates(Section tls) {
        List<ServerCertificate> read = new ArrayList<>();
        readCertificate(tls).ifPresent(read::add);
        tls.items("certificates")
                .forEach(certificate -> readCertificate(certificate).ifPresent(read::add));
        certificates.put(tls.path(), read);
    }

    private Optional<ServerCertificate> readCertificate(Section of) {
        Path certFile = locate(of, "cert");
        Path keyFile = locate(of, "key");
        if (certFile == null || keyFile == null) {
            return Optional.empty();
        }
        warnWhenOpen(of, "key", keyFile);
        Optional<List<X509Certificate>> chain =
                read(of, "cert", certFile).flatMap(pem -> of.attempt("cert", () -> ServerCertificate.readChain(pem)));
        Optional<String> keyPem = read(of, "key", keyFile);
        Optional<ServerCertificate> certificate = chain.flatMap(certificates ->
                keyPem.flatMap(pem -> of.attempt("key", () -> ServerCertificate.of(certificates, pem))));
        certificate.flatMap(found -> found.doubt(Instant.now())).ifPresent(doubt -> of.warn("cert", doubt));
        return certificate;
    }

    /** A third party's upstream may have a {@code tls} section of its own kind. */
    private void readAuthorities(Section tls) {
        Path file = locate(tls, "ca");
        if (file != null) {
            read(tls, "ca", file).ifPresent(pem -> tls.attempt("ca", () -> ServerCertificate.readChain(pem)));
        }
    }

    private Optional<String> readSecret(Section section, String key) {
        Path file = locate(section, key);
        if (file == null) {
            return Optional.empty();
        }
        Optional<String> secret = read(section, key, file).map(String::strip);
        secret.ifPresent(text -> contents.put(Paths.key(section.path(), key), text));
        if (secret.filter(String::isEmpty).isPresent()) {
            section.refuse(key, "the file is empty");
        }
        if (secret.isPresent()) {
            warnWhenOpen(section, key, file);
        }
        return secret;
    }

    private @Nullable Path locate(Section section, String key) {
        Path file = section.text(key)
                .flatMap(name -> section.attempt(key, () -> directory.resolve(name)))
                .orElse(null);
        if (file != null) {
            paths.put(Paths.key(section.path(), key), file);
        }
        return file;
    }

    private Optional<String> read(Section section, String key, Path file) {
        try {
            if (Files.size(file) > SIZE_MAX) {
                section.refuse(key, "larger than 1 MiB");
                return Optional.empty();
            }
            String content = Files.readString(file, StandardCharsets.UTF_8);
            contents.put(Paths.key(section.path(), key), content);
            return Optional.of(content);
        } catch (IOException e) {
            section.refuse(key, "cannot be read: " + reason(e, file));
            return Optional.empty();
        }
    }

    private static String reason(IOException e, Path file) {
        if (e instanceof NoSuchFileException) {
            return "no such file (" + file + ")";
        }
        return e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static void warnWhenOpen(Section section, String key, Path file) {
        Set<PosixFilePermission> open = EnumSet.of(
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_WRITE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_WRITE);
        try {
            open.retainAll(Files.getPosixFilePermissions(file));
        } catch (IOException | UnsupportedOperationException e) {
            return;
        }
        if (!open.isEmpty()) {
            section.warn(key, "others than its owner may read it (expected: mode 600)");
        }
    }
}
