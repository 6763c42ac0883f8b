package io.foyer.gateway.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.admission.wait.WaitRange;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LanguagesTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\d}");

    private final Languages languages = new Languages(List.of("nl", "en", "fr", "de"));

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "absent",
            value = {
                "absent                            | nl",
                "''                                | nl",
                "en                                | en",
                "EN-gb                             | en",
                "fr-BE,nl;q=0.9                    | fr",
                "nl;q=0.1, de;q=0.5, fr;q=0.3      | de",
                "de;q=0.5, fr;q=0.5                | de",
                "es, pt;q=0.9                      | nl",
                "es, fr;q=0.1                      | fr",
                "fr;q=0, en;q=0.2                  | en",
                "fr;q=0                            | nl",
                "*                                 | nl",
                "es, *;q=0.5, de;q=0.6             | de",
                "de ; q=1.0 , fr                   | de",
                "fr;q=x, de;q=0.2                  | de",
                "fr;q=9, de;q=0.2                  | de",
                "fr;q=NaN, de;q=0.2                | de",
                ";;;,,,q=1                         | nl",
            })
    void pick_header_followsTheQualities(String header, String expected) {
        assertThat(languages.pick(header).language()).isEqualTo(expected);
    }

    @Test
    void pick_garbage_neverFails() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "endfrl-;,q=01.9* \t";
        for (int round = 0; round < 5_000; round++) {
            StringBuilder header = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                header.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(languages.pick(header)).as("seed %d", seed).isNotNull();
        }
    }

    @Test
    void pick_manyItems_looksAtABoundedNumber() {
        assertThat(languages.pick("xx,".repeat(40) + "fr").language()).isEqualTo("nl");
    }

    @Test
    void languages_unknownOne_isRefusedWithTheKnown() {
        assertThatThrownBy(() -> new Languages(List.of("en", "xx")))
                .hasMessage("language \"xx\" (expected: one of [en, nl, fr, de])");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nl", "fr", "de"})
    void texts_everyLanguage_saysWhatEnglishSays(String language) {
        Texts english = Texts.load("en");
        Texts other = Texts.load(language);

        assertThat(other.all().keySet()).isEqualTo(english.all().keySet());
        english.all().forEach((key, text) -> {
            assertThat(other.get(key)).as(key).isNotBlank();
            assertThat(placeholders(other.get(key))).as(key).isEqualTo(placeholders(text));
        });
    }

    @Test
    void texts_everyViewAndFault_hasItsOwn() {
        Texts texts = Texts.load("en");
        for (View view : View.values()) {
            assertThat(texts.all()).containsKeys(view.key() + "Heading", view.key() + "Lead");
        }
        for (Fault fault : Fault.values()) {
            assertThat(texts.all()).containsKeys(fault.titleKey(), fault.textKey());
        }
    }

    @ParameterizedTest(name = "{0}..{1} s -> {2}")
    @CsvSource({
        "0, 20, Less than a minute",
        "0, 60, Up to 1 min",
        "30, 250, Up to 5 min",
        "60, 60, About 1 min",
        "240, 420, 4–7 min",
        "245, 421, 4–8 min",
        "1500, 1801, 25–35 min",
        "10000, 10800, 165–180 min",
        "7000, 10801, 1–4 h",
        "14400, 14400, About 4 h",
        "100, 20000, Up to 6 h",
        "7200000, 7200000, 'About 2,000 h'",
    })
    void wait_range_isRoundedOutwards(long lowSeconds, long highSeconds, String expected) {
        assertThat(Texts.load("en").wait(new WaitRange(lowSeconds, lowSeconds, highSeconds)))
                .isEqualTo(expected);
    }

    @Test
    void number_groups_asTheLanguageDoes() {
        assertThat(Texts.load("en").number(1_234_567)).isEqualTo("1,234,567");
        assertThat(Texts.load("nl").number(1_234)).isEqualTo("1.234");
        assertThat(Texts.load("fr").number(1_234)).isEqualTo("1\u202f234");
        assertThat(Texts.load("de").number(999)).isEqualTo("999");
    }

    private static TreeSet<String> placeholders(String text) {
        TreeSet<String> found = new TreeSet<>();
        PLACEHOLDER.matcher(text).results().forEach(match -> found.add(match.group()));
        return found;
    }
}
