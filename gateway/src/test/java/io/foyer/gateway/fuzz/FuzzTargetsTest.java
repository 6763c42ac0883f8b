package io.foyer.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fuzz target on its seeds, on what was found before ({@code resources/fuzz/TARGET}), and on some thousand mutations of both;
 * {@code .ci/fuzz} runs them for long. Replay with {@code -Dfoyer.seed=N}.
 */
final class FuzzTargetsTest {
    private static final long SEED = Long.getLong("foyer.seed", 20261124L);
    private static final int MUTATIONS = 6_000;
    private static final int CONFIG_MUTATIONS = 100;
    private static final Path FOUND = Path.of("src", "test", "resources", "fuzz");

    static Stream<String> targets() {
        return FuzzTarget.all().stream().map(FuzzTarget::name);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void target_seedsFindingsAndMutations_hold(String name) throws IOException {
        FuzzTarget target = FuzzTarget.all().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        List<byte[]> known = new ArrayList<>(target.seeds());
        known.addAll(found(name));
        known.forEach(input -> run(target, input));
        Random random = new Random(SEED);
        int mutations = name.equals("ConfigFuzz") ? CONFIG_MUTATIONS : MUTATIONS;
        for (int i = 0; i < mutations; i++) {
            run(target, mutated(random, known));
        }
    }

    private static List<byte[]> found(String name) throws IOException {
        Path directory = FOUND.resolve(name);
        List<byte[]> inputs = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }

    private static void run(FuzzTarget target, byte[] input) {
        assertThatCode(() -> target.code().run(input))
                .as("seed %d, input %s", SEED, Arrays.toString(input))
                .doesNotThrowAnyException();
    }

    /** One known input with some bytes changed, left out or doubled, or with a piece of another one in it. */
    private static byte[] mutated(Random random, List<byte[]> known) {
        byte[] made = known.get(random.nextInt(known.size())).clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(made.length + 1);
            int end = Math.min(made.length, at + random.nextInt(4));
            byte[] piece = piece(random, known);
            byte[] next = Arrays.copyOf(made, at + piece.length + made.length - end);
            System.arraycopy(piece, 0, next, at, piece.length);
            System.arraycopy(made, end, next, at + piece.length, made.length - end);
            made = next;
        }
        return made;
    }

    private static byte[] piece(Random random, List<byte[]> known) {
        byte[] from = known.get(random.nextInt(known.size()));
        if (random.nextBoolean() || from.length == 0) {
            return new byte[] {(byte) random.nextInt(256)};
        }
        int start = random.nextInt(from.length);
        return Arrays.copyOfRange(from, start, Math.min(from.length, start + random.nextInt(20)));
    }
}
