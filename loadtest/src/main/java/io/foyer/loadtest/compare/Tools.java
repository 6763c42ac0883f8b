package io.foyer.loadtest.compare;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that the comparison needs, by their absolute paths. */
record Tools(String wrk, String h2load, String nginx, String haproxy, String openssl, String taskset) {
    /** Debian keeps servers where an ordinary account's PATH does not look. */
    private static final List<String> SERVERS = List.of("/usr/sbin", "/usr/local/sbin");

    /** @throws IllegalStateException that names every missing program and how to install it */
    static Tools find() {
        List<String> missing = new ArrayList<>();
        Tools tools = new Tools(
                locate("wrk", missing),
                locate("h2load", missing),
                locate("nginx", missing),
                locate("haproxy", missing),
                locate("openssl", missing),
                locate("taskset", missing));
        if (!missing.isEmpty()) {
            String packages =
                    String.join(" ", missing).replace("taskset", "util-linux").replace("h2load", "nghttp2-client");
            throw new IllegalStateException("not found on PATH: " + String.join(", ", missing)
                    + "; install them (Debian: apt-get install " + packages + ")");
        }
        return tools;
    }

    private static String locate(String program, List<String> missing) {
        Stream<String> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
        Optional<Path> found = Stream.concat(path, SERVERS.stream())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty()) {
            missing.add(program);
        }
        return found.map(Path::toString).orElse(program);
    }

    /** Whatever is measured runs alone on core 0; the generator and the upstream share core 1. */
    List<String> onProxyCore(List<String> command) {
        return pinned("0", command);
    }

    List<String> onLoadCore(List<String> command) {
        return pinned("1", command);
    }

    /** Runs a program to its end; what it writes, errors included. */
    static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(command + " does not start", e);
        }
    }

    private List<String> pinned(String core, List<String> command) {
        List<String> pinned = new ArrayList<>(List.of(taskset, "-c", core));
        pinned.addAll(command);
        return pinned;
    }
}
