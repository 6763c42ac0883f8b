package io.foyer.gateway.config;

import io.foyer.admission.upstream.Upstream;
import io.foyer.admission.upstream.UpstreamProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** A config file in a directory of its own, and a reader with a known environment and upstream type. */
public final class ConfigFixture {
    public static final String VALID = ConfigSchema.resource("/config/valid.yaml");

    private final Path directory;

    public ConfigFixture(Path directory) {
        this.directory = directory;
        file("bad.mustache", "{{#");
        file("bad-keys.json", "{\"keys\":[{\"kty\":\"RSA\"}]}");
        secret("signing-keys.json", KeysFile.fresh());
    }

    public Path file() {
        return directory.resolve("foyer.yaml");
    }

    public Path file(String name, String content) {
        try {
            return Files.writeString(directory.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void secret(String name, String content) {
        try {
            Files.setPosixFilePermissions(file(name, content), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path write(String yaml) {
        return file("foyer.yaml", yaml);
    }

    public static ConfigReader reader() {
        return new ConfigReader(Map.of("WORD", "many", "COUNT", "77"), List.of(new FakeProvider("http")), template -> {
            if (template.contains("{{#")) {
                throw new IllegalArgumentException("line 1: a section is not closed");
            }
        });
    }

    ReadResult read(String yaml) {
        return reader().read(write(yaml), WhenKeysMissing.REFUSE);
    }

    FoyerConfig accept(String yaml) {
        ReadResult result = read(yaml);
        return result.accepted()
                .orElseThrow(() -> new AssertionError(result.problems().toString()))
                .config();
    }

    /** {@code LINE:COLUMN: path: message} of each error. */
    List<String> errors(String yaml) {
        return read(yaml).problems().stream()
                .filter(Problem::isError)
                .map(problem -> problem.toString().substring(file().toString().length() + 1))
                .map(line -> line.replace(directory.toString(), "DIRECTORY"))
                .toList();
    }

    List<String> warnings(String yaml) {
        return read(yaml).problems().stream()
                .filter(problem -> !problem.isError())
                .map(problem -> problem.path() + ": " + problem.message())
                .toList();
    }

    /** Takes all settings but those that name {@code refused.example}. */
    record FakeProvider(String type) implements UpstreamProvider {
        @Override
        public void check(Map<String, Object> settings) {
            if (settings.toString().contains("refused.example")) {
                throw new IllegalArgumentException("zones[0].servers[0]: 'http://refused.example' (expected: another)");
            }
        }

        @Override
        public Upstream open(String shop, Map<String, Object> settings) {
            throw new UnsupportedOperationException();
        }
    }
}
