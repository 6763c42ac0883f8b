package io.foyer.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sun.misc.Signal;

class ConfigReloaderTest {
    @TempDir
    Path directory;

    private final List<String> changed = new CopyOnWriteArrayList<>();
    private ConfigFixture fixture;
    private ConfigReloader reloader;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(directory);
        reloader = reloader(fixture.file());
    }

    private ConfigReloader reloader(Path file) {
        fixture.write(ConfigFixture.VALID);
        ConfigReader reader = ConfigFixture.reader();
        ReadResult start = reader.read(file, WhenKeysMissing.REFUSE);
        return new ConfigReloader(reader, file, start, (config, changes) -> changed.addAll(changes));
    }

    private String message() {
        return reloader.inForce().shops().get(0).message();
    }

    @Test
    void reload_validFile_isPutInForceWithItsChanges() {
        fixture.write(ConfigFixture.VALID
                .replace("Hello", "Bye")
                .replace("node: { id: gw-1 }", "node: { id: gw-1 }\nlog: { access: false }")
                .replace("http://127.0.0.1:8081", "http://127.0.0.1:8082"));
        LastReload reload = reloader.reload();
        assertThat(reload.ok()).isTrue();
        assertThat(reload.changes())
                .containsExactlyInAnyOrder(
                        "log.access: true -> false",
                        "shops[arena].message: Hello -> Bye",
                        "shops[arena].upstream.zones[a].servers: [\"http://127.0.0.1:8081\"] -> [\"http://127.0.0.1:8082\"]");
        assertThat(changed).isEqualTo(reload.changes());
        assertThat(message()).isEqualTo("Bye");
        assertThat(reloader.lastReload()).isSameAs(reload);
    }

    @Test
    void reload_shopAddedAndRemoved_isNamed() {
        fixture.write(ConfigFixture.VALID.replace("name: arena", "name: hall"));
        assertThat(reloader.reload().changes()).containsExactly("shops[hall]: added", "shops[arena]: removed");
    }

    @Test
    void reload_otherOrderOfShops_isAChange() {
        String second =
                "  - name: b\n    hosts: [b]\n    upstream: { zones: [{ servers: [\"http://b\"] }] }\n    budget: { orders-per-minute: 1 }\n";
        fixture.write(ConfigFixture.VALID + second);
        reloader.reload();
        fixture.write(ConfigFixture.VALID.replace("shops:\n", "shops:\n" + second));
        assertThat(reloader.reload().changes()).containsExactly("shops: in another order");
    }

    @Test
    void reload_listenerAddedOrRemoved_needsARestart() {
        fixture.write(ConfigFixture.VALID.replace("\nops:", "\n  - name: two\n    bind: 127.0.0.1:0\nops:"));
        assertThat(reloader.reload().problems())
                .extracting(Problem::toString)
                .containsExactly(fixture.file() + ":6:5: listeners[1]: needs a restart (listeners[two]: added)");
        fixture.write(ConfigFixture.VALID.replace("name: web", "name: other"));
        assertThat(reloader.reload().problems())
                .extracting(Problem::message)
                .containsExactly(
                        "needs a restart (listeners[other]: added)", "needs a restart (listeners[web]: removed)");
        assertThat(changed).isEmpty();
    }

    @Test
    void reload_otherTokenInTheOpsFile_needsARestart() {
        String yaml = ConfigFixture.VALID.replace("\nops:\n", "\nops:\n  token-file: token\n");
        fixture.file("token", "a-token-of-some-length");
        ReadResult start = fixture.read(yaml);
        fixture.file("token", "another-token-of-some-length");
        ConfigReloader reloading =
                new ConfigReloader(ConfigFixture.reader(), fixture.file(), start, (config, changes) -> {});
        assertThat(reloading.reload().problems())
                .extracting(Problem::message)
                .containsExactly("needs a restart (ops.token-file: the file holds something else)");
    }

    @Test
    void reload_nothingChanged_tellsNobody() {
        fixture.write(ConfigFixture.VALID + "# a comment\n");
        assertThat(reloader.reload().ok()).isTrue();
        assertThat(changed).isEmpty();
    }

    @Test
    void reload_brokenFile_keepsTheOldAndSaysWhy() {
        String hash = reloader.lastReload().hash();
        FoyerConfig before = reloader.inForce();
        fixture.write(ConfigFixture.VALID.replace("Hello", "[]").replace("version: 1", "version: 2"));
        LastReload reload = reloader.reload();
        assertThat(reload.ok()).isFalse();
        assertThat(reload.problems()).extracting(Problem::path).containsExactly("version", "shops[0].message");
        assertThat(reload.hash()).isEqualTo(hash);
        assertThat(reloader.inForce()).isSameAs(before);
        fixture.write(ConfigFixture.VALID);
        assertThat(reloader.reload().ok()).as("a good file mends it").isTrue();
    }

    @Test
    void reload_keysGone_keepsTheOldKeys() throws IOException {
        Files.delete(directory.resolve("signing-keys.json"));
        assertThat(reloader.reload().problems()).extracting(Problem::message).containsExactly("no such file");
        assertThat(directory.resolve("signing-keys.json")).doesNotExist();
    }

    @Test
    void reload_listenerFails_keepsTheOld() {
        ConfigReader reader = ConfigFixture.reader();
        ReadResult start = fixture.read(ConfigFixture.VALID);
        ConfigReloader failing = new ConfigReloader(reader, fixture.file(), start, (config, changes) -> {
            throw new IllegalStateException("no memory");
        });
        fixture.write(ConfigFixture.VALID.replace("Hello", "Bye"));
        assertThat(failing.reload().ok()).isFalse();
        assertThat(failing.inForce().shops().get(0).message()).isEqualTo("Hello");
    }

    @Test
    void reload_randomDamage_neverThrowsAndChangesNothing() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            FoyerConfig before = reloader.inForce();
            String damaged = damage(ConfigFixture.VALID, random);
            fixture.write(damaged);
            LastReload reload = reloader.reload();
            assertThat(reload.ok() || reloader.inForce() == before)
                    .as("seed %d, round %d:\n%s", seed, i, damaged)
                    .isTrue();
            assertThat(reload.ok() || !reload.problems().isEmpty())
                    .as("seed %d, round %d", seed, i)
                    .isTrue();
        }
    }

    /** Cuts, drops, doubles, swaps or scrambles; what stays valid may be put in force. */
    private static String damage(String yaml, Random random) {
        int from = random.nextInt(yaml.length());
        int to = Math.min(yaml.length(), from + random.nextInt(60));
        String part = yaml.substring(from, to);
        return switch (random.nextInt(7)) {
            case 0 -> yaml.substring(0, from);
            case 1 -> yaml.substring(0, from) + yaml.substring(to);
            case 2 -> yaml.substring(0, to) + part + yaml.substring(to);
            case 3 ->
                yaml.substring(0, from)
                        + List.of("[]", "{}", "null", ": ", "\t", "\u0000", "*a", "&a ", "!!x ", "- ")
                                .get(random.nextInt(10))
                        + yaml.substring(from);
            case 4 ->
                yaml.substring(0, from)
                        + part.replaceAll("[a-z]+", String.valueOf(random.nextInt()))
                        + yaml.substring(to);
            case 5 -> yaml.lines().skip(random.nextInt(20)).reduce("", (all, line) -> all + line + "\n");
            default -> random.nextBoolean() ? "" : new String(randomBytes(random), StandardCharsets.ISO_8859_1);
        };
    }

    private static byte[] randomBytes(Random random) {
        byte[] bytes = new byte[200];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void watch_fileChanges_isInForceWithinASecond() {
        try (ConfigWatcher watcher = ConfigWatcher.start(reloader)) {
            assertThat(watcher).isNotNull();
            for (String text : List.of("One", "Two", "Three")) {
                fixture.write(ConfigFixture.VALID.replace("Hello", text));
                await().atMost(Duration.ofSeconds(1)).until(() -> message().equals(text));
            }
            fixture.write("version: 2");
            await().atMost(Duration.ofSeconds(1))
                    .until(() -> !reloader.lastReload().ok());
            assertThat(message()).isEqualTo("Three");
        }
    }

    @Test
    void watch_keysFileChanges_isInForceWithinASecond() {
        String kid = reloader.inForce().signing().keys().signing().kid();
        try (ConfigWatcher watcher = ConfigWatcher.start(reloader)) {
            assertThat(watcher).isNotNull();
            fixture.file("signing-keys.json", KeysFile.fresh());
            await().atMost(Duration.ofSeconds(1))
                    .until(() ->
                            !reloader.inForce().signing().keys().signing().kid().equals(kid));
            assertThat(changed).containsExactly("signing.keys-file: the file holds something else");
        }
    }

    @Test
    void watch_linkSwapped_isInForceWithinASecond() throws IOException {
        Path link = directory.resolve("link.yaml");
        Files.createSymbolicLink(link, fixture.write(ConfigFixture.VALID));
        reloader = reloader(link);
        try (ConfigWatcher watcher = ConfigWatcher.start(reloader)) {
            assertThat(watcher).isNotNull();
            Path next = directory.resolve("next");
            Files.createSymbolicLink(next, fixture.file("other.yaml", ConfigFixture.VALID.replace("Hello", "Swapped")));
            Files.move(next, link, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            await().atMost(Duration.ofSeconds(1)).until(() -> message().equals("Swapped"));
        }
    }

    @Test
    void watch_hangup_reloadsWithinASecond() {
        try (ConfigWatcher watcher = ConfigWatcher.start(reloader)) {
            assertThat(watcher).isNotNull();
            LastReload before = reloader.lastReload();
            Signal.raise(new Signal("HUP"));
            await().atMost(Duration.ofSeconds(1)).until(() -> reloader.lastReload() != before);
            assertThat(reloader.lastReload().ok()).isTrue();
        }
    }
}
