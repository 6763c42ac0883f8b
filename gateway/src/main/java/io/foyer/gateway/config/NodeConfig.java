package io.foyer.gateway.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * @param id this gateway's name among those that share the store
 * @param memoryFile where it keeps what it remembers of the rooms over a restart
 */
public record NodeConfig(String id, Optional<Path> memoryFile) {}
