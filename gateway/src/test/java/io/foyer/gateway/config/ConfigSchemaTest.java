package io.foyer.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds schema, example, reader and reload to each other. */
class ConfigSchemaTest {
    private static final String EXAMPLE = ConfigTexts.example()
            .replace("order: fifo", """
            order: fifo
                    lobby-opens: 2026-12-01T09:30:00+01:00
                    starts: 2026-12-01T10:00:00+01:00
                    ends: 2026-12-01T14:00:00+01:00""")
            .replace("    timeout: 250ms", "    password-file: other-secret\n    timeout: 250ms")
            .replace("interval: 2s,", "interval: 2s, timeout: 1s,")
            .replace("  # template: pages/room.mustache", "  template: other.mustache")
            .replace("[en, nl, fr, de]", "[en, nl]")
            .replaceFirst("\nops:.*\n", "\nops:\n  token-file: other-secret\n");

    /** What there is one of, and the type, which has a test of its own. */
    private static final Set<String> NOT_BOUND = Set.of("version", "protocols[0]", "type");

    @TempDir
    Path directory;

    private ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(directory);
        fixture.file("other-secret", "hidden-words-of-some-length");
        fixture.file("other.mustache", "hello");
    }

    @Test
    void example_isValid() {
        assertThat(fixture.errors(ConfigTexts.example())).isEmpty();
        assertThat(fixture.warnings(ConfigTexts.example())).noneMatch(warning -> warning.startsWith("shops"));
    }

    @Test
    void example_hasEveryKeyOfTheSchema() {
        Set<String> keys = new TreeSet<>();
        collectKeys("", ConfigSchema.INSTANCE.root(), keys);
        assertThat(keys).hasSizeGreaterThan(60);
        for (String key : keys) {
            assertThat(ConfigTexts.example()).containsPattern("\\b" + key.substring(key.lastIndexOf('.') + 1) + ":");
        }
    }

    @Test
    void schema_everyKey_isDescribedWithItsDefaultAndRestart() {
        List<String> bare = new ArrayList<>();
        collectUndescribed("", ConfigSchema.INSTANCE.root(), false, bare);
        assertThat(bare).isEmpty();
    }

    @Test
    void schema_isWhatTheCommandPrints() {
        assertThat(ConfigTexts.schema()).contains("http://json-schema.org/draft-07/schema#");
    }

    static List<String> leaves() {
        List<String> leaves = new ArrayList<>();
        collectLeaves("", YAMLMapper.shared().readTree(EXAMPLE), leaves);
        return leaves;
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void read_everyKey_reachesTheModel(String path) {
        if (NOT_BOUND.contains(path.substring(path.lastIndexOf('.') + 1))) {
            return;
        }
        FoyerConfig base = fixture.accept(EXAMPLE);
        FoyerConfig changed = fixture.accept(ConfigMutation.change(EXAMPLE, path));
        assertThat(withoutKeys(changed)).as(path + " changes nothing").isNotEqualTo(withoutKeys(base));
    }

    /** Keys have no equality of their own, the file that they are in does. */
    private static List<Object> withoutKeys(FoyerConfig config) {
        return List.of(
                config.node(),
                config.listeners(),
                config.ops(),
                config.store(),
                config.signing().keysFile(),
                config.page(),
                config.shops(),
                config.drain(),
                config.log(),
                config.trace());
    }

    static List<String> restartOnly() {
        List<String> paths = new ArrayList<>();
        JsonNode example = YAMLMapper.shared().readTree(EXAMPLE);
        List<String> marked = new ArrayList<>();
        ConfigSchema.INSTANCE.visit(example, (path, value, property) -> {
            boolean within = marked.contains(Paths.parent(path));
            if (property.path("x-restart").asBoolean(within)) {
                marked.add(path);
                if (value.isValueNode()) {
                    paths.add(path);
                }
            }
        });
        // One other version there is not, nor another protocol; a listener by another name is another listener.
        paths.removeAll(List.of("version", "listeners[0].protocols[0]", "listeners[0].name"));
        return paths;
    }

    @Test
    void restartOnly_areTheKeysThatCannotChangeLive() {
        assertThat(restartOnly())
                .contains(
                        "node.id",
                        "listeners[0].bind",
                        "listeners[0].proxy-protocol",
                        "listeners[0].trusted-proxies[0]",
                        "ops.bind",
                        "store.redis.uri")
                .doesNotContain("listeners[0].limits.idle");
    }

    @ParameterizedTest
    @MethodSource("restartOnly")
    void reload_restartOnlyKeyChanged_isRefusedByName(String path) {
        ConfigReader reader = ConfigFixture.reader();
        ReadResult start = fixture.read(EXAMPLE);
        ConfigReloader reloader = new ConfigReloader(reader, fixture.file(), start, (config, changes) -> {
            throw new AssertionError("put in force: " + changes);
        });
        FoyerConfig before = reloader.inForce();

        fixture.write(ConfigMutation.change(EXAMPLE, path).replace("Tickets are going fast.", "Also changed."));
        LastReload reload = reloader.reload();

        assertThat(reload.ok()).isFalse();
        assertThat(reload.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo(path.replaceFirst("\\[[0-9]+]$", ""));
            assertThat(problem.message()).startsWith("needs a restart").doesNotContain("hidden-words");
            assertThat(problem.line()).isGreaterThan(1);
        });
        assertThat(reloader.inForce()).isSameAs(before);
    }

    private static void collectKeys(String path, JsonNode schema, Set<String> keys) {
        JsonNode resolved = ConfigSchema.INSTANCE.resolve(schema, schema);
        resolved.path("properties").forEachEntry((key, child) -> {
            keys.add(Paths.key(path, key));
            collectKeys(Paths.key(path, key), child, keys);
        });
        if (resolved.has("items")) {
            collectKeys(path + "[]", resolved.path("items"), keys);
        }
    }

    private static void collectUndescribed(String path, JsonNode schema, boolean restart, List<String> bare) {
        JsonNode resolved = ConfigSchema.INSTANCE.resolve(schema, schema);
        boolean needsRestart = schema.path("x-restart").asBoolean(restart);
        String description =
                schema.path("description").asString(resolved.path("description").asString(""));
        JsonNode fallback = schema.path("default");
        boolean sayRestart = !needsRestart || description.contains("Needs a restart.");
        boolean saysDefault = !fallback.isValueNode()
                || fallback.asString().isEmpty()
                || description.contains("Default: " + fallback.asString());
        if (description.isEmpty() || !sayRestart || !saysDefault) {
            bare.add(path);
        }
        resolved.path("properties")
                .forEachEntry((key, child) -> collectUndescribed(Paths.key(path, key), child, needsRestart, bare));
        if (resolved.has("items")) {
            collectUndescribed(
                    path + "[]",
                    resolved.path("items"),
                    needsRestart && !resolved.path("items").has("type"),
                    bare);
        }
    }

    private static void collectLeaves(String path, JsonNode node, List<String> leaves) {
        if (node.isObject()) {
            node.forEachEntry((key, child) -> collectLeaves(Paths.key(path, key), child, leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collectLeaves(Paths.item(path, i), node.path(i), leaves);
            }
        } else {
            leaves.add(path);
        }
    }
}
