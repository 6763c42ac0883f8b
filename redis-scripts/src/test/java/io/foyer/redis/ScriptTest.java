package io.foyer.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admission.line.RoomId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a script's header says is what the script and the binding do. */
class ScriptTest {
    private static final Path SCRIPTS = Path.of("src/main/resources/io/foyer/redis/scripts");
    private static final Pattern KEY = Pattern.compile("KEYS\\[(\\d+)]");
    private static final Pattern ARGUMENT = Pattern.compile("ARGV\\[(\\d+)]");
    private static final Pattern BINDING = Pattern.compile("(?m)^local ([\\w, ]+?)\\s*=\\s*(.*(?:KEYS|ARGV)\\[.*)$");

    static Stream<String> scripts() {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".lua"))
                    .map(name -> name.replace(".lua", ""))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void header_everySection_isThere(String name) {
        ScriptHeader header = Script.load(name, Script::resource).header();

        assertThat(header.sections().keySet())
                .containsAll(ScriptHeader.SECTIONS)
                .contains("Purpose");
        assertThat(header.sections().values())
                .as("a heading without a word says nothing")
                .doesNotContain("");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void header_everyKey_isBoundByTheScriptAndNamedByTheBinding(String name) throws IOException {
        Script script = Script.load(name, Script::resource);
        String own = Files.readString(SCRIPTS.resolve(name + ".lua"));

        assertThat(indices(KEY, own))
                .containsExactlyElementsOf(upTo(script.header().keys().size()));
        assertThat(localNames(own, "KEYS"))
                .as("locals are called as the header calls the keys, in that order")
                .containsExactlyElementsOf(script.header().keys().stream()
                        .map(key -> key.replace('-', '_'))
                        .toList());
        assertThat(script.header().keys())
                .as("every key has a name in the store, under the shop's hash tag")
                .allSatisfy(key -> assertThat(new RoomKeys(new RoomId("a", "b"), 1).key(key))
                        .startsWith("foyer:{a}:")
                        .endsWith(":" + key));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void header_everyArgument_isBoundByTheScriptAndHasAUnit(String name) throws IOException {
        Script script = Script.load(name, Script::resource);
        String own = Files.readString(SCRIPTS.resolve(name + ".lua"));

        assertThat(indices(ARGUMENT, own))
                .containsExactlyElementsOf(upTo(script.header().arguments().size()));
        String described = script.header().sections().getOrDefault("ARGV", "");
        assertThat(script.header().arguments())
                .allSatisfy(argument -> assertThat(described).contains(argument + " ("));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void script_includes_areAllUsed(String name) {
        Script script = Script.load(name, Script::resource);

        assertThat(script.header().includes()).allSatisfy(include -> {
            String rest = script.text().replace(Script.resource("include/" + include), "");
            Set<String> offered = new TreeSet<>();
            Matcher names = Pattern.compile("(?m)^local (?:function )?([\\w, ]+)")
                    .matcher(Script.resource("include/" + include));
            names.results()
                    .flatMap(result -> Arrays.stream(result.group(1).split(",")))
                    .forEach(offered::add);
            assertThat(offered)
                    .as(name + " includes " + include)
                    .anyMatch(offer -> rest.contains(offer.strip().split(" ")[0]));
        });
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void script_numbers_areNeverPutIntoTextByLua(String name) throws IOException {
        String text = Files.readString(SCRIPTS.resolve(name + ".lua"));

        assertThat(text).as("loses digits above 14: use string.format('%.0f')").doesNotContain("tostring(");
    }

    @Test
    void parse_missingSection_fails() {
        assertThatThrownBy(() -> ScriptHeader.parse("broken", "-- Purpose.\n-- KEYS room (hash)\n"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken.lua");
    }

    @Test
    void arguments_wrongNameOrNumber_fail() {
        Script script = Script.load("end_ticket", Script::resource);

        assertThatThrownBy(() -> new Arguments(script).with("number", 1)).hasMessageContaining("is not number");
        assertThatThrownBy(() -> new Arguments(script).with("era", 1).toArray()).hasMessageContaining("too few");
        assertThatThrownBy(() -> new Arguments(script).more(1)).hasMessageContaining("no more");
    }

    private static List<Integer> upTo(int count) {
        return Stream.iterate(1, i -> i + 1).limit(count).toList();
    }

    private static Set<Integer> indices(Pattern pattern, String text) {
        Set<Integer> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(result -> found.add(Integer.parseInt(result.group(1))));
        return found;
    }

    /** The locals on lines that bind from KEYS. */
    private static List<String> localNames(String text, String table) {
        return BINDING.matcher(text)
                .results()
                .filter(result -> result.group(2).contains(table + "["))
                .flatMap(result -> Arrays.stream(result.group(1).split(",")))
                .map(String::strip)
                .toList();
    }
}
