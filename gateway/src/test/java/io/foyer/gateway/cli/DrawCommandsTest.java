package io.foyer.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.draw.Draw;
import io.foyer.admission.draw.DrawKey;
import io.foyer.gateway.config.ConfigFixture;
import io.foyer.gateway.draw.PublishedDraw;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class DrawCommandsTest {
    private static final String SALE = "arena/summer-final";
    private static final DrawKey KEY = DrawKey.of("0123456789abcdef".repeat(4));
    private static final PublishedDraw PUBLISHED = PublishedDraw.revealed(SALE, KEY, 500);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int verify(String text, String... more) throws IOException {
        Path file = directory.resolve("draw.json");
        Files.writeString(file, text);
        return execute(file.toString(), more);
    }

    private int execute(String source, String... more) {
        CommandLine command = FoyerCommand.commandLine((config, reader, start) -> 0, ConfigFixture.reader());
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        List<String> args = new ArrayList<>(List.of("draw", "verify", source));
        args.addAll(List.of(more));
        return command.execute(args.toArray(String[]::new));
    }

    @Test
    void verify_anHonestDraw_exits0AndTellsThePlace() throws IOException {
        long place = new Draw(KEY, SALE, 500).place(17);
        assertThat(verify(
                        PUBLISHED.json(),
                        "--commitment",
                        KEY.commitment(),
                        "--number",
                        "17",
                        "--place",
                        String.valueOf(place)))
                .isZero();
        assertThat(out).asString().contains("number 17 was drawn to place " + place, "verified");
        assertThat(err).asString().isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0123456789abcdef0, 1123456789abcdef0, not the one that was committed to",
        "'\"size\" : 500', '\"size\" : 501', first places do not follow",
        "summer-final, winter-final, first places do not follow",
        "foyer-draw-1, foyer-draw-2, format foyer-draw-2",
        "'\"size\" : 500,', '', without the lobby's size",
        "'\"size\" : 500', '\"size\" : 500.7', expected: a whole number",
        "'\"size\" : 500', '\"size\" : \"500\"', expected: a whole number",
        "'\"size\" : 500', '\"size\" : 499, \"size\" : 500', not JSON: Duplicate",
        "'(\"first\" : \\[ [0-9]+)', $1.5, expected: a whole number"
    })
    void verify_aTamperedDraw_exits1(String from, String to, String says) throws IOException {
        String tampered = PUBLISHED.json().replaceFirst(from, to);
        assertThat(tampered).isNotEqualTo(PUBLISHED.json());
        assertThat(verify(tampered)).isEqualTo(1);
        assertThat(err).asString().contains(says);
        assertThat(out).asString().doesNotContain("verified");
    }

    @Test
    void verify_aDrawThatWasCommittedToOtherwise_exits1() throws IOException {
        assertThat(verify(PUBLISHED.json(), "--commitment", "00".repeat(32))).isEqualTo(1);
        assertThat(err).asString().contains("another commitment was published before");
    }

    @Test
    void verify_aPlaceThatWasNotDrawn_exits1() throws IOException {
        long other = new Draw(KEY, SALE, 500).place(17) % 500 + 1;
        assertThat(verify(PUBLISHED.json(), "--number", "17", "--place", String.valueOf(other)))
                .isEqualTo(1);
        assertThat(verify(PUBLISHED.json(), "--number", "501")).isEqualTo(1);
        assertThat(err).asString().contains("was given", "was not in the lobby of 500");
    }

    @Test
    void verify_usedWrongly_saysHow() throws IOException {
        assertThat(verify(PUBLISHED.json(), "--place", "3")).isEqualTo(2);
        assertThat(err).asString().contains("--place needs the --number");
    }

    @Test
    void verify_whatIsNotThere_saysSo() {
        assertThat(execute("no-such.json")).isEqualTo(1);
        assertThat(execute("http://127.0.0.1:1/draw")).isEqualTo(1);
        assertThat(err)
                .asString()
                .contains("no-such.json: no such file or folder", "nothing answers at http://127.0.0.1:1/draw");
    }

    @Test
    void verify_beforeTheStart_saysThatTheKeyIsStillSecret() throws IOException {
        String early = PublishedDraw.committed(SALE, KEY).json();
        assertThat(early).doesNotContain(KEY.reveal());
        assertThat(verify(early)).isEqualTo(1);
        assertThat(err).asString().contains("not revealed yet");
    }
}
