package io.foyer.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Any file for a config: it is accepted, or its faults are told; nothing is ever thrown. */
public final class ConfigFuzz {
    private static final ConfigFixture FIXTURE = new ConfigFixture(directory());
    private static final ConfigReader READER = ConfigFixture.reader();

    private ConfigFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        ReadResult result = READER.read(Files.write(FIXTURE.file(), data), WhenKeysMissing.REFUSE);

        boolean errors = result.problems().stream().anyMatch(Problem::isError);
        assertThat(errors)
                .as("accepted, or faults are told")
                .isNotEqualTo(result.accepted().isPresent());
    }

    private static Path directory() {
        try {
            Path made = Files.createTempDirectory("foyer-fuzz");
            made.toFile().deleteOnExit();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
