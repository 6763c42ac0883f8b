package io.foyer.gateway.cli;

import io.foyer.gateway.config.ConfigReader;
import io.foyer.gateway.config.ReadResult;
import java.nio.file.Path;

/** Runs the gateway; given by the composition root. */
@FunctionalInterface
public interface Launcher {
    /**
     * Blocks until the gateway has stopped.
     *
     * @param reader what read {@code start}, for reloads
     * @param start accepted
     * @return the exit code
     * @throws Exception when it cannot start; the message is for the operator
     */
    int run(Path configFile, ConfigReader reader, ReadResult start) throws Exception;
}
