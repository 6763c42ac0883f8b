package io.foyer.gateway.config;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.line.SalePlan;
import io.foyer.admission.upstream.Upstream;
import io.foyer.admission.upstream.UpstreamProvider;
import io.foyer.gateway.config.ConfigFixture.FakeProvider;
import io.foyer.gateway.config.RouteConfig.Action;
import io.foyer.gateway.config.ShopConfig.BudgetConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    @TempDir
    Path directory;

    private ConfigFixture fixture;

    @BeforeEach
    void setUp() {
        fixture = new ConfigFixture(directory);
    }

    @Test
    void read_silentFile_hasTheDefaults() {
        FoyerConfig config = fixture.accept(ConfigFixture.VALID);
        ShopConfig shop = config.shops().get(0);
        assertThat(config.page().pollMax()).isEqualTo(Duration.ofSeconds(60));
        assertThat(config.listeners().get(0).limits().headerSizeBytes()).isEqualTo(16 << 10);
        assertThat(config.listeners().get(0).limits().bodySizeBytes()).isEqualTo(64 << 20);
        assertThat(config.drain()).isEqualTo(DrainConfig.DEFAULT);
        assertThat(config.log()).isEqualTo(LogConfig.DEFAULT);
        assertThat(shop.prefix()).isEqualTo("/_foyer/");
        assertThat(shop.budget()).isEqualTo(new BudgetConfig(60, 20, 2_400));
        assertThat(shop.upstream().type()).isEqualTo("http");
        assertThat(shop.rooms()).extracting(RoomConfig::name).containsExactly("main");
        assertThat(shop.routes())
                .containsExactly(
                        new RouteConfig("/orders", List.of("POST"), Action.ORDER, List.of(200, 201, 202, 303)));
    }

    @Test
    void read_ordersPer5s_isAThirdRoundedUp() {
        String yaml = ConfigFixture.VALID.replace("orders-per-minute: 60", "orders-per-minute: 61");
        assertThat(fixture.accept(yaml).shops().get(0).budget().ordersPer5s()).isEqualTo(21);
    }

    @Test
    void read_placeholders_areReplacedByWhatTheKeyWants() {
        String yaml = ConfigFixture.VALID
                .replace("orders-per-minute: 60", "orders-per-minute: \"${COUNT}\"")
                .replace("message: Hello", "message: ${COUNT} of $${COUNT} ${NONE:-a b} # ${IN_A_COMMENT}");
        ShopConfig shop = fixture.accept(yaml).shops().get(0);
        assertThat(shop.budget().ordersPerMinute()).isEqualTo(77);
        assertThat(shop.message()).isEqualTo("77 of ${COUNT} a b");
    }

    @Test
    void read_hosts_areLowerCase() {
        String yaml = ConfigFixture.VALID.replace("arena.example", "ARENA.example");
        assertThat(fixture.accept(yaml).shops().get(0).hosts()).containsExactly("arena.example");
    }

    @Test
    void read_bindOnIpv6_isTaken() {
        String yaml = ConfigFixture.VALID.replace("    bind: 127.0.0.1:0\nops", "    bind: \"[::]:8080\"\nops");
        assertThat(fixture.accept(yaml).listeners().get(0).bind()).isEqualTo(new BindAddress("::", 8080));
    }

    @Test
    void read_opsToken_comesFromFileOrEnvironment() {
        fixture.file("token", "a-token-of-some-length\n");
        String ops = "  bind: 0.0.0.0:0\n  token";
        String fromFile = ConfigFixture.VALID.replace("  bind: 127.0.0.1:0\nstore", ops + "-file: token\nstore");
        String inline = ConfigFixture.VALID.replace(
                "  bind: 127.0.0.1:0\nstore", ops + ": \"${NONE:-a-token-of-some-length}\"\nstore");
        assertThat(fixture.accept(fromFile).ops().token()).contains(new Secret("a-token-of-some-length"));
        assertThat(fixture.accept(inline).ops().token()).contains(new Secret("a-token-of-some-length"));
    }

    @Test
    void read_redisPasswordFile_goesIntoTheAddress() {
        fixture.file("password", "p@ss word\n");
        String yaml = ConfigFixture.VALID.replace(
                "uri: redis://127.0.0.1:6379", "uri: redis://me@127.0.0.1:6379/2\n    password-file: password");
        StoreConfig store = fixture.accept(yaml).store();
        assertThat(store.uri().reveal()).isEqualTo("redis://me:p%40ss%20word@127.0.0.1:6379/2");
        assertThat(store.toString()).doesNotContain("p%40ss", "p@ss");
    }

    @Test
    void read_plannedSale_isTaken() {
        String yaml = ConfigFixture.VALID.replace(
                "message: Hello",
                "rooms: [{ name: a, paths: [/a], lobby-opens: 2026-12-01T09:30:00+01:00, starts: 2026-12-01T10:00:00+01:00, order: draw-lobby }]");
        long starts = Instant.parse("2026-12-01T09:00:00Z").toEpochMilli();
        assertThat(fixture.accept(yaml).shops().get(0).rooms())
                .extracting(RoomConfig::plan)
                .containsExactly(new SalePlan(starts - 1_800_000, starts, Long.MAX_VALUE, true), SalePlan.ALWAYS);
        assertThat(fixture.warnings(yaml)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    lobby-opens: 2026-12-01T09:30:00+01:00 | lobby-opens: a lobby needs the time of the start
                    order: draw-lobby | order: 'draw-lobby' draws those in the lobby
                    order: draw-lobby, starts: 2026-12-01T09:30:00Z | order: 'draw-lobby' draws those in the lobby
                    starts: 2026-12-01T09:30:00Z, ends: 2026-12-01T09:30:00Z | ends: 2026-12-01T09:30:00Z (expected: after starts)
                    """)
    void read_planThatCannotBe_isRefused(String plan, String problem) {
        String yaml = ConfigFixture.VALID.replace("message: Hello", "rooms: [{ name: a, paths: [/a], " + plan + " }]");

        assertThat(fixture.errors(yaml)).asString().contains("shops[0].rooms[0]." + problem);
    }

    @Test
    void read_routeBehindAll_isWarnedOf() {
        String yaml =
                ConfigFixture.VALID.replace("    routes:", "    routes:\n      - { path: \"/**\", action: queue }");
        assertThat(fixture.warnings(yaml))
                .contains("shops[0].routes[1]: never reached: shops[0].routes[0] matches all before it");
    }

    @Test
    void read_otherUpstreamType_keepsItsSettings() {
        ConfigReader reader = new ConfigReader(Map.of(), List.of(new FakeProvider("ticketing")), template -> {});
        String yaml = ConfigFixture.VALID.replace(
                "    upstream:", "    upstream:\n      type: ticketing\n      its-own: [1, { a: b }]");
        FoyerConfig config = reader.read(fixture.write(yaml), WhenKeysMissing.REFUSE)
                .accepted()
                .orElseThrow()
                .config();
        UpstreamConfig upstream = config.shops().get(0).upstream();
        assertThat(upstream.type()).isEqualTo("ticketing");
        assertThat(upstream.connections()).isEqualTo(400);
        assertThat(upstream.settings()).containsEntry("its-own", List.of(1, Map.of("a", "b")));
    }

    @Test
    void read_providerThatFails_isTold() {
        UpstreamProvider broken = new UpstreamProvider() {
            @Override
            public String type() {
                return "http";
            }

            @Override
            public void check(Map<String, Object> settings) {
                throw new IllegalStateException("broken");
            }

            @Override
            public Upstream open(String shop, Map<String, Object> settings) {
                throw new UnsupportedOperationException();
            }
        };
        ConfigReader reader = new ConfigReader(Map.of(), List.of(broken), template -> {});
        assertThat(reader.read(fixture.write(ConfigFixture.VALID), WhenKeysMissing.REFUSE)
                        .problems()
                        .toString())
                .contains("the provider of 'http' failed on it: java.lang.IllegalStateException: broken");
    }

    @Test
    void read_keysMissing_areMadeOnlyForARun() throws IOException {
        Path keys = directory.resolve("signing-keys.json");
        Files.delete(keys);
        ConfigReader reader = ConfigFixture.reader();
        Path file = fixture.write(ConfigFixture.VALID);

        assertThat(reader.read(file, WhenKeysMissing.REFUSE).accepted()).isEmpty();
        assertThat(reader.read(file, WhenKeysMissing.WARN).accepted()).isPresent();
        assertThat(keys).doesNotExist();
        reader.read(fixture.write("version: 2"), WhenKeysMissing.CREATE);
        assertThat(keys).as("a start that fails leaves nothing behind").doesNotExist();

        FoyerConfig made = reader.read(fixture.write(ConfigFixture.VALID), WhenKeysMissing.CREATE)
                .accepted()
                .orElseThrow()
                .config();
        assertThat(Files.getPosixFilePermissions(keys)).isEqualTo(fromString("rw-------"));
        FoyerConfig again = reader.read(file, WhenKeysMissing.CREATE)
                .accepted()
                .orElseThrow()
                .config();
        assertThat(again.signing().keys().signing().kid())
                .isEqualTo(made.signing().keys().signing().kid());
    }

    @Test
    void read_keysOthersMayRead_isWarnedOf() throws IOException {
        Path keys = directory.resolve("signing-keys.json");
        Files.setPosixFilePermissions(keys, fromString("rw-r--r--"));
        assertThat(fixture.warnings(ConfigFixture.VALID))
                .containsExactly("signing.keys-file: others than its owner may read it (expected: mode 600)");
        Files.setPosixFilePermissions(keys, fromString("rw-------"));
        assertThat(fixture.warnings(ConfigFixture.VALID)).isEmpty();
    }

    @Test
    void read_keys_firstSigns() {
        String one = KeysFile.fresh();
        String two = KeysFile.fresh();
        String both = one.stripTrailing().replaceFirst("\\s*]\\s*}$", "") + "," + two.substring(two.indexOf('[') + 1);
        fixture.file("signing-keys.json", both);
        SigningConfig signing = fixture.accept(ConfigFixture.VALID).signing();
        assertThat(signing.keys().keys()).hasSize(2);
        assertThat(one).contains(signing.keys().signing().kid());
    }

    @Test
    void read_badKeys_areRefusedWithoutShowingThem() {
        String key = "\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"c2hvcnQtc2VjcmV0\"";
        for (String keys : List.of(
                "", "{", "[]", "{\"keys\":[]}", "{\"keys\":[{" + key + "}]}", "{\"keys\":[{\"kty\":\"oct\"}]}")) {
            fixture.file("signing-keys.json", keys);
            List<String> errors = fixture.errors(ConfigFixture.VALID);
            assertThat(errors).as(keys).hasSize(1);
            assertThat(errors.get(0)).startsWith("1:1: signing.keys-file: ").doesNotContain("c2hvcnQtc2VjcmV0");
        }
    }

    @Test
    void hash_commentChanged_staysAndContentChanged_differs() {
        String hash = hash(ConfigFixture.VALID);
        assertThat(hash(ConfigFixture.VALID + "# a comment\n")).isEqualTo(hash);
        assertThat(hash(ConfigFixture.VALID.replace("Hello", "Bye"))).isNotEqualTo(hash);
        fixture.file("signing-keys.json", KeysFile.fresh());
        assertThat(hash(ConfigFixture.VALID)).as("other keys").isNotEqualTo(hash);
    }

    @Test
    void effectiveYaml_masksSecretsAndReadsBack() {
        fixture.file("password", "hidden-1");
        String yaml = ConfigFixture.VALID
                .replace("uri: redis://127.0.0.1:6379", "uri: redis://me:hidden-2@127.0.0.1:6379")
                .replace("  bind: 127.0.0.1:0\nstore", "  token: hidden-3-of-some-length\nstore")
                .replace("message: Hello", "bypass: [ { name: a, header: X, value: hidden-4-of-some-length } ]");
        String effective = fixture.read(yaml).accepted().orElseThrow().effectiveYaml();
        assertThat(effective).doesNotContain("hidden").contains("uri: redis://me:***@127.0.0.1:6379", "token: '***'");
        String open = fixture.read(ConfigFixture.VALID).accepted().orElseThrow().effectiveYaml();
        assertThat(fixture.read(open).accepted().orElseThrow().effectiveYaml()).isEqualTo(open);
    }

    @Test
    void ofProcess_example_passesTheRealProvider() {
        ConfigReader reader = ConfigReader.ofProcess(template -> {});
        ReadResult result = reader.read(fixture.write(ConfigTexts.example()), WhenKeysMissing.REFUSE);
        assertThat(result.accepted()).as("%s", result.problems()).isPresent();
        String sameZone = ConfigTexts.example().replace("name: b", "name: a");
        assertThat(reader.read(fixture.write(sameZone), WhenKeysMissing.REFUSE).problems())
                .extracting(Problem::path)
                .contains("shops[0].upstream.zones[1].name");
    }

    @Test
    void read_lane_hasTheTimesOfItsRoom() {
        List<RoomConfig> rooms = fixture.read(withRooms(
                        "{ name: final, paths: [/final], starts: 2026-12-01T10:00:00Z }",
                        "{ name: members, lane-of: final }",
                        "{ name: early, lane-of: final, starts: 2026-12-01T09:00:00Z }"))
                .accepted()
                .orElseThrow()
                .config()
                .shops()
                .get(0)
                .rooms();
        assertThat(rooms.get(1).plan()).isEqualTo(rooms.get(0).plan());
        assertThat(rooms.get(1).laneOf()).isEqualTo("final");
        assertThat(rooms.get(2).plan().startsMillis())
                .isLessThan(rooms.get(0).plan().startsMillis());
    }

    @Test
    void read_limitOfARoomWithLanes_holdsForEach_andIsDividedByWeight() {
        ShopConfig shop = fixture.read(withRooms(
                        "{ name: final, paths: [/final], budget: { orders-per-minute: 40 } }",
                        "{ name: members, lane-of: final, weight: 2 }",
                        "{ name: press, lane-of: final, budget: { orders-per-minute: 3 } }",
                        "{ name: other, paths: [/other] }"))
                .accepted()
                .orElseThrow()
                .config()
                .shops()
                .get(0);
        List<RoomConfig> rooms = shop.rooms().stream()
                .filter(room -> !room.name().equals("main"))
                .toList();
        assertThat(rooms)
                .extracting(shop::ordersPerMinuteApart)
                .containsExactly(10.0, 20.0, 3.0, Double.POSITIVE_INFINITY);
        assertThat(rooms)
                .extracting(shop::ordersPerMinute)
                .containsExactly(40, 40, 3, shop.budget().ordersPerMinute());
    }

    @Test
    void read_laneOfNothing_isRefusedWithASuggestion() {
        ReadResult result = fixture.read(withRooms(
                "{ name: final, paths: [/final] }",
                "{ name: a, lane-of: finale }",
                "{ name: b, lane-of: a }",
                "{ name: c, lane-of: final, paths: [/c] }",
                "{ name: d }"));
        assertThat(result.problems())
                .extracting(Problem::toString)
                .anyMatch(line -> line.contains("rooms[1].lane-of: no room 'finale' (did you mean 'final'?)"))
                .anyMatch(line -> line.contains("rooms[2].lane-of: 'a' is a lane itself"))
                .anyMatch(line -> line.contains("rooms[3].paths: a lane has those of its room"))
                .anyMatch(line -> line.contains("rooms[4].paths: missing"));
    }

    private static String withRooms(String... rooms) {
        return ConfigFixture.VALID.replace("message: Hello", "rooms: [ " + String.join(", ", rooms) + " ]");
    }

    private String hash(String yaml) {
        return fixture.read(yaml).accepted().orElseThrow().hash();
    }
}
