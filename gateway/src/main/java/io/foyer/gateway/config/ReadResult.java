package io.foyer.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * @param accepted empty when there is an error among the problems
 * @param problems errors and warnings in the order of the file
 * @param files the config file and those it names, so far as they could be told
 */
public record ReadResult(Optional<AcceptedConfig> accepted, List<Problem> problems, List<Path> files) {
    public ReadResult {
        problems = List.copyOf(problems);
        files = List.copyOf(files);
    }
}
