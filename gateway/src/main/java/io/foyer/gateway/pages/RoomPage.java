package io.foyer.gateway.pages;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The buyer's waiting page. The template is rendered once for each language and view when this is made, which also finds its
 * faults then; a request only fills the holes.
 */
public final class RoomPage {
    private final PageSettings settings;
    private final Languages languages;
    private final Map<Scene, Variant> variants = new HashMap<>();

    /**
     * The pages of most rooms are smaller.
     *
     * @param isPlanned whether the room has a planned sale
     * @param takesCodes whether the room has lanes for those with an invitation
     */
    private record Scene(String language, View view, boolean isPlanned, boolean takesCodes) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Variant(Segments segments, byte[] headerLines) {}

    /**
     * @throws PageTemplateException when the template cannot be rendered
     * @throws IllegalArgumentException when a language is not one of those that have texts
     */
    public RoomPage(PageSettings settings) {
        this.settings = settings;
        languages = new Languages(settings.languages());
        Looks plain = Looks.of("/pages/base.css", "/pages/room.css").running("/pages/room.js");
        Looks planned = Looks.of("/pages/base.css", "/pages/room.css", "/pages/sale.css")
                .running("/pages/sale.js", "/pages/room.js");
        for (Texts texts : languages.all()) {
            for (View view : View.values()) {
                for (boolean takesCodes : List.of(false, true)) {
                    if (!view.isOfSale()) {
                        prepare(texts, new Scene(texts.language(), view, false, takesCodes), plain);
                    }
                    prepare(texts, new Scene(texts.language(), view, true, takesCodes), planned);
                }
            }
        }
    }

    /** Style and script of a page. */
    private record Looks(String style, String script) {
        static Looks of(String... styles) {
            return new Looks(Stream.of(styles).map(Resources::style).collect(Collectors.joining("\n")), "");
        }

        Looks running(String... scripts) {
            return new Looks(style, Stream.of(scripts).map(Resources::script).collect(Collectors.joining("\n")));
        }
    }

    private void prepare(Texts texts, Scene scene, Looks looks) {
        View view = scene.view();
        Map<String, Object> variables = variables(texts, view);
        variables.put("style", looks.style());
        variables.put("script", looks.script());
        variables.put("planned", scene.isPlanned());
        variables.put("takesCodes", scene.takesCodes());
        variables.put("texts", JsonMapper.shared().writeValueAsString(ScriptTexts.of(texts, view, scene.isPlanned())));
        Variant variant = variant(texts, settings.template().render(variables));
        variants.put(scene, variant);
    }

    /** The page for one buyer, in the language that suits best. */
    public PageAnswer render(RoomStatus status, PageContext context, @Nullable CharSequence acceptLanguage) {
        Texts texts = languages.pick(acceptLanguage);
        View view = View.of(status);
        boolean isPlanned = status.sale() != null || view.isOfSale();
        Variant variant = variants.get(new Scene(texts.language(), view, isPlanned, context.takesCodes()));
        if (variant == null) {
            throw new IllegalStateException("no page for " + texts.language() + ", " + view);
        }
        int code = view == View.NONE ? 200 : settings.status();
        byte[] body = variant.segments().fill(new HoleValues(status, context, texts));
        return new PageAnswer(code, variant.headerLines(), body)
                .withHeader("Retry-After", Integer.toString(status.nextPollSeconds()));
    }

    /** A note in the language that suits best. */
    public String words(LineNote note, @Nullable CharSequence acceptLanguage) {
        return languages.pick(acceptLanguage).get(note.key());
    }

    private Variant variant(Texts texts, String page) {
        if (ContentPolicy.variesInline(page)) {
            throw new PageTemplateException(settings.template().name()
                    + ": <style> and <script> cannot hold what differs by buyer; read it from an attribute");
        }
        Map<String, String> headers = Map.of(
                "Content-Type", "text/html; charset=utf-8",
                "Content-Language", texts.language(),
                "Content-Security-Policy", ContentPolicy.of(page),
                "Referrer-Policy", "same-origin",
                "X-Frame-Options", "DENY");
        return new Variant(Segments.cut(page), Headers.of(headers));
    }

    private Map<String, Object> variables(Texts texts, View view) {
        Map<String, Object> variables = new HashMap<>(texts.all());
        variables.putAll(Hole.marks());
        variables.put("lang", texts.language());
        variables.put("prefix", settings.prefix());
        variables.put("view", view.key());
        variables.put("heading", texts.get(view.key() + "Heading"));
        variables.put("lead", texts.get(view.key() + "Lead"));
        variables.put("until", texts.get(view == View.SOON ? "untilOpens" : "untilStarts"));
        // Without a place, a reload would take one: that is the buyer's to decide.
        variables.put("refreshes", view != View.NONE);
        for (View each : View.values()) {
            variables.put(each.section(), each == view);
        }
        return variables;
    }
}
