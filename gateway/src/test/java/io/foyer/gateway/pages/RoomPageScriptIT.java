package io.foyer.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.admission.wait.WaitRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds room.js against the Java that renders the same page: whoever has script must read what others read. */
final class RoomPageScriptIT {
    private static final List<WaitRange> WAITS = List.of(
            new WaitRange(0, 5, 20),
            new WaitRange(0, 30, 60),
            new WaitRange(60, 60, 60),
            new WaitRange(245, 300, 421),
            new WaitRange(1_500, 1_600, 1_801),
            new WaitRange(7_000, 9_000, 10_801),
            new WaitRange(14_400, 14_400, 14_400),
            new WaitRange(100, 9_000, 20_000),
            new WaitRange(7_200_000, 7_200_000, 7_200_000));

    /** Compares each frame, after its script ran, with the markup it came from. */
    private static final String COMPARE = """
            <pre id="result"></pre><script>addEventListener('load', () => {
              const ids = ['heading', 'lead', 'ahead', 'number', 'serving', 'wait', 'message'];
              const read = d => [d.title, d.getElementById('room').dataset.view, d.getElementById('ahead').dataset.long,
                  d.getElementById('message').hidden, ...ids.map(id => d.getElementById(id).textContent)];
              const lines = [...document.querySelectorAll('iframe')].flatMap((frame, i) => {
                const before = read(new DOMParser().parseFromString(frame.srcdoc, 'text/html'));
                return read(frame.contentDocument).map((text, j) =>
                    (text === before[j] ? 'SAME' : 'DIFFERS') + ' ' + i + ': ' + before[j] + ' | ' + text);
              });
              const ran = [...document.querySelectorAll('iframe')].every(
                  frame => frame.contentDocument.getElementById('room').dataset.offline === 'false');
              document.getElementById('result').textContent = (ran ? 'RAN' : 'IDLE') + '\\n' + lines.join('\\n');
            });</script>
            """;

    @TempDir
    private Path directory;

    @Test
    void script_firstLook_changesNothing() throws Exception {
        List<String> pages = pages();
        StringBuilder frames = new StringBuilder("<!doctype html><meta charset=\"utf-8\">");
        pages.forEach(page ->
                frames.append("<iframe srcdoc=\"").append(Html.escape(page)).append("\"></iframe>\n"));
        Path file = Files.writeString(directory.resolve("frames.html"), frames + COMPARE);

        String dom = chromium(file);
        List<String> lines = dom.substring(dom.indexOf("<pre id=\"result\">"), dom.indexOf("</pre>"))
                .lines()
                .toList();

        assertThat(lines.get(0)).as("every script has run").endsWith("RAN");
        assertThat(lines).filteredOn(line -> line.startsWith("DIFFERS")).isEmpty();
        assertThat(lines).filteredOn(line -> line.startsWith("SAME")).hasSize(pages.size() * 11);
    }

    private static List<String> pages() {
        RoomPage page = new RoomPage(new PageSettings(503, Texts.LANGUAGES, "/_foyer/", PageTemplate.builtIn()));
        PageContext context = new PageContext("Arena", null, 60, "/");
        List<RoomStatus> statuses = new ArrayList<>();
        Stream.of(View.values()).map(Statuses::of).forEach(statuses::add);
        WAITS.forEach(wait -> statuses.add(Statuses.of(RoomState.WAITING, 1_817_203L, 1_204_311L, wait)));
        statuses.add(Statuses.of(RoomState.WAITING, 50L, 1_318L, null));
        statuses.add(Statuses.of(RoomState.PAUSED, 12_417L, 1_318L, WAITS.get(3)));
        return statuses.stream()
                .flatMap(status -> Texts.LANGUAGES.stream()
                        .map(language -> page.render(status, context, language).body()))
                .map(body -> new String(body, StandardCharsets.UTF_8))
                .toList();
    }

    private String chromium(Path file) throws IOException, InterruptedException {
        String binary = Optional.ofNullable(System.getenv("CHROMIUM_BIN")).orElse("chromium");
        Path dom = directory.resolve("dom.html");
        Process process = new ProcessBuilder(
                        binary,
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + directory.resolve("profile"),
                        "--dump-dom",
                        file.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("the browser ends by itself")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(dom);
    }
}
