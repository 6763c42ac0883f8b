package io.foyer.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigFaultsTest {
    @TempDir
    Path directory;

    record Fault(String replace, String with, List<String> expect) {
        String yaml() {
            if (replace.isEmpty()) {
                return with;
            }
            assertThat(ConfigFixture.VALID).contains(replace);
            int at = ConfigFixture.VALID.indexOf(replace);
            return ConfigFixture.VALID.substring(0, at) + with + ConfigFixture.VALID.substring(at + replace.length());
        }

        static Fault parse(String block) {
            String[] parts = block.split("(?m)^== (with|expect)\n", -1);
            return new Fault(
                    line(parts[0]),
                    line(parts[1]),
                    Arrays.asList(parts[2].strip().split("\n")));
        }

        private static String line(String part) {
            return part.endsWith("\n") ? part.substring(0, part.length() - 1) : part;
        }
    }

    static List<Fault> faults() {
        String[] blocks = ConfigSchema.resource("/config/faults.txt").split("(?m)^== replace\n");
        return Arrays.stream(blocks).skip(1).map(Fault::parse).toList();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void check_fault_isToldWithItsPosition(Fault fault) {
        assertThat(new ConfigFixture(directory).errors(fault.yaml())).isEqualTo(fault.expect());
    }

    @Test
    void faults_areManyAndDifferent() {
        assertThat(faults()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }

    @Test
    void check_manyFaultsInOneFile_areToldTogetherInOrder() {
        String yaml = ConfigFixture.VALID
                .replace("node: { id: gw-1 }", "nod: { id: gw-1 }")
                .replace("    bind: 127.0.0.1:0\nops", "    bind: nowhere\nops")
                .replace("uri: redis://127.0.0.1:6379", "uri: redis://127.0.0.1:6379\n    timeout: 1h")
                .replace("hosts: [arena.example]", "hosts: [arena.example, arena.example]")
                .replace("action: order", "action: ordre")
                .replace("orders-per-minute: 60", "orders-per-minute: 60, orders-per-5s: 100")
                .replace("message: Hello", "message: ${NOT_SET}");
        List<String> paths = new ArrayList<>();
        for (String error : new ConfigFixture(directory).errors(yaml)) {
            paths.add(error.split(": ")[1]);
        }
        assertThat(paths)
                .as("structure, rules and environment in one go")
                .containsExactly(
                        "nod",
                        "listeners[0].bind",
                        "store.redis.timeout",
                        "shops[0].hosts[1]",
                        "shops[0].routes[0].action",
                        "shops[0].budget.orders-per-5s",
                        "shops[0].message");
    }

    @Test
    void check_faultyValue_isNotJudgedAgain() {
        String yaml = ConfigFixture.VALID.replace("message: Hello", "session: { idle: ten, max: 1s }");
        assertThat(new ConfigFixture(directory).errors(yaml))
                .as("idle has a default that is longer than max, but it is not what the file says")
                .hasSize(1);
    }

    @Test
    void check_secretIsWrong_isNotShown() {
        for (String uri : List.of(
                "http://:hidden@a",
                "redis://:hidden@/x",
                "redis://u:hidden@a:99999",
                "redis+cluster://:hidden@a/3",
                "redis://:hid den@a")) {
            List<String> errors =
                    new ConfigFixture(directory).errors(ConfigFixture.VALID.replace("redis://127.0.0.1:6379", uri));
            assertThat(errors).hasSize(1);
            assertThat(errors.toString()).doesNotContain("hidden", "hid den");
        }
    }

    @Test
    void read_fileThatIsNoText_isRefused() {
        ConfigFixture fixture = new ConfigFixture(directory);
        ConfigReader reader = ConfigFixture.reader();
        assertThat(reader.read(directory.resolve("none.yaml"), WhenKeysMissing.REFUSE)
                        .problems())
                .hasToString("[" + directory.resolve("none.yaml") + ":1:1: no such file]");
        assertThat(reader.read(directory, WhenKeysMissing.REFUSE).problems()).hasSize(1);
        assertThat(fixture.errors("x".repeat((1 << 20) + 1))).containsExactly("1:1: larger than 1 MiB");
    }
}
