package io.foyer.gateway.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the inputs to start from, a directory a target, and prints the targets' classes: the first step of {@code .ci/fuzz}. */
final class FuzzSeeds {
    private FuzzSeeds() {}

    public static void main(String[] args) throws IOException {
        for (FuzzTarget target : FuzzTarget.all()) {
            Path directory = Files.createDirectories(Path.of(args[0], target.name()));
            for (int i = 0; i < target.seeds().size(); i++) {
                Files.write(directory.resolve("seed-" + i), target.seeds().get(i));
            }
            System.out.println(target.type().getName());
        }
    }
}
