package io.foyer.gateway.pages;

import io.foyer.admission.wait.WaitRange;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The buyer's waiting page. The template is rendered once for each language and view when this is made, which also finds its
 * faults then; a request only fills the holes.
 */
public final class RoomPage {
    /** A page that reloads as a whole, without script, is unreadable when it does so more often. */
    private static final int REFRESH_SECONDS_MIN = 5;

    private static final int FIGURE_LENGTH_LONG = 7;
    private static final String HIDDEN = "hidden";
    private static final String UNKNOWN = "–";

    private final PageSettings settings;
    private final Languages languages;
    private final Map<String, Map<View, Variant>> variants = new HashMap<>();

    @SuppressWarnings("ArrayRecordComponent")
    private record Variant(Segments segments, byte[] headerLines) {}

    /**
     * @throws PageTemplateException when the template cannot be rendered
     * @throws IllegalArgumentException when a language is not one of those that have texts
     */
    public RoomPage(PageSettings settings) {
        this.settings = settings;
        languages = new Languages(settings.languages());
        String style = Resources.style("/pages/base.css") + "\n" + Resources.style("/pages/room.css");
        String script = Resources.script("/pages/room.js");
        for (Texts texts : languages.all()) {
            Map<View, Variant> byView = new EnumMap<>(View.class);
            for (View view : View.values()) {
                Map<String, Object> variables = variables(texts, view);
                variables.put("style", style);
                variables.put("script", script);
                byView.put(view, variant(texts, settings.template().render(variables)));
            }
            variants.put(texts.language(), byView);
        }
    }

    /** The page for one buyer, in the language that suits best. */
    public PageAnswer render(RoomStatus status, PageContext context, @Nullable CharSequence acceptLanguage) {
        Texts texts = languages.pick(acceptLanguage);
        View view = View.of(status);
        Variant variant = variants.getOrDefault(texts.language(), Map.of()).get(view);
        if (variant == null) {
            throw new IllegalStateException("no page for " + texts.language() + ", " + view);
        }
        int code = view == View.NONE ? 200 : settings.status();
        byte[] body = variant.segments().fill(values(status, context, texts));
        return new PageAnswer(code, variant.headerLines(), body)
                .withHeader("Retry-After", Integer.toString(status.nextPollSeconds()));
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
        variables.put("texts", JsonMapper.shared().writeValueAsString(ScriptTexts.of(texts)));
        // Without a place, a reload would take one: that is the buyer's to decide.
        variables.put("refreshes", view != View.NONE);
        for (View each : View.values()) {
            variables.put(each.section(), each == view);
        }
        return variables;
    }

    private static Map<Hole, String> values(RoomStatus status, PageContext context, Texts texts) {
        Map<Hole, String> values = new EnumMap<>(Hole.class);
        String ahead = number(status.ahead(), texts);
        values.put(Hole.TITLE, title(status, context, texts));
        values.put(Hole.SHOP, context.shopTitle());
        putOptional(values, Hole.ROOM, Hole.NO_ROOM, context.roomTitle());
        values.put(Hole.NUMBER, number(status.number(), texts));
        values.put(Hole.AHEAD, ahead);
        values.put(Hole.LONG_FIGURE, ahead.length() >= FIGURE_LENGTH_LONG ? "true" : "false");
        values.put(Hole.SERVING, texts.number(status.servingPosition()));
        values.put(Hole.WAIT, waitInWords(status, texts));
        putOptional(values, Hole.MESSAGE, Hole.NO_MESSAGE, status.message());
        Integer pace = context.ordersPerMinute();
        putOptional(values, Hole.PACE, Hole.NO_PACE, pace == null ? null : texts.get("whyPace", texts.number(pace)));
        String updatedAt = status.updatedAt().toString();
        values.put(Hole.UPDATED_AT, updatedAt);
        values.put(Hole.UPDATED_TIME, updatedAt.substring(11, 19) + " UTC");
        values.put(Hole.REFRESH_SECONDS, Integer.toString(Math.max(REFRESH_SECONDS_MIN, status.nextPollSeconds())));
        values.put(Hole.HOME, context.home());
        values.put(Hole.ROOM_NAME, status.room());
        values.put(Hole.STATUS, StatusJson.json(status.withoutTicket()).toString());
        return values;
    }

    private static void putOptional(Map<Hole, String> values, Hole hole, Hole absent, @Nullable String value) {
        if (value == null || value.isBlank()) {
            values.put(absent, HIDDEN);
        } else {
            values.put(hole, value);
        }
    }

    private static String title(RoomStatus status, PageContext context, Texts texts) {
        View view = View.of(status);
        Long ahead = status.ahead();
        String where = view == View.WAITING && ahead != null
                ? texts.get("titleAhead", texts.number(ahead))
                : texts.get(view.key() + "Heading");
        return where + " · " + context.shopTitle();
    }

    /** A line that stands still has no honest estimate. */
    private static String waitInWords(RoomStatus status, Texts texts) {
        WaitRange wait = status.waitLeft();
        if (View.of(status) == View.ENTERING) {
            return texts.get("waitSoon");
        }
        return wait == null || status.state() == RoomState.PAUSED ? texts.get("waitUnknown") : texts.wait(wait);
    }

    private static String number(@Nullable Long value, Texts texts) {
        return value == null ? UNKNOWN : texts.number(value);
    }
}
