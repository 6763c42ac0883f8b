package io.foyer.gateway.cli;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the ops listener is. */
final class OpsAddress {
    @Option(
            names = "--ops",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "The ops listener. Default: ${DEFAULT-VALUE}")
    URI url = URI.create("http://127.0.0.1:9090");

    @Option(names = "--token-file", paramLabel = "FILE", description = "File with the bearer token.")
    @Nullable
    Path tokenFile;
}
