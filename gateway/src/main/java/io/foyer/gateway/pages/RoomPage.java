package io.foyer.gateway.pages;

import io.foyer.admission.wait.WaitRange;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
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
    /** A page that reloads as a whole, without script, is unreadable when it does so more often. */
    private static final int REFRESH_SECONDS_MIN = 5;

    private static final int FIGURE_LENGTH_LONG = 7;
    private static final String HIDDEN = "hidden";
    private static final String UNKNOWN = "–";

    private final PageSettings settings;
    private final Languages languages;
    private final Map<Scene, Variant> variants = new HashMap<>();

    /** @param isPlanned whether the room has a planned sale: the pages of all others are smaller */
    private record Scene(String language, View view, boolean isPlanned) {}

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
                if (!view.isOfSale()) {
                    prepare(texts, view, false, plain);
                }
                prepare(texts, view, true, planned);
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

    private void prepare(Texts texts, View view, boolean isPlanned, Looks looks) {
        Map<String, Object> variables = variables(texts, view);
        variables.put("style", looks.style());
        variables.put("script", looks.script());
        variables.put("planned", isPlanned);
        variables.put("texts", JsonMapper.shared().writeValueAsString(ScriptTexts.of(texts, view, isPlanned)));
        Variant variant = variant(texts, settings.template().render(variables));
        variants.put(new Scene(texts.language(), view, isPlanned), variant);
    }

    /** The page for one buyer, in the language that suits best. */
    public PageAnswer render(RoomStatus status, PageContext context, @Nullable CharSequence acceptLanguage) {
        Texts texts = languages.pick(acceptLanguage);
        View view = View.of(status);
        Variant variant = variants.get(new Scene(texts.language(), view, status.sale() != null || view.isOfSale()));
        if (variant == null) {
            throw new IllegalStateException("no page for " + texts.language() + ", " + view);
        }
        int code = view == View.NONE ? 200 : settings.status();
        byte[] body = variant.segments().fill(values(status, context, texts));
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
        values.put(Hole.REFRESH_SECONDS, Integer.toString(refreshSeconds(status)));
        values.put(Hole.HOME, context.home());
        values.put(Hole.IN_LOBBY, texts.number(status.waiting()));
        SaleStatus sale = status.sale();
        values.put(Hole.FAIR, texts.get(sale != null && sale.isDrawn() ? "whyDrawn" : "whyFair"));
        Instant next = sale == null ? null : sale.nextAt(status.updatedAt());
        putOptional(values, Hole.LOT, Hole.NO_LOT, sale == null ? null : lot(sale.lot(), texts));
        values.put(Hole.NEXT_AT, next == null ? "" : next.toString());
        values.put(
                Hole.NEXT_TIME,
                next == null ? UNKNOWN : next.toString().substring(0, 16).replace('T', ' ') + " UTC");
        values.put(Hole.COUNTDOWN, next == null ? UNKNOWN : Texts.clock(Duration.between(status.updatedAt(), next)));
        values.put(Hole.ROOM_NAME, status.room());
        values.put(Hole.STATUS, StatusJson.json(status.withoutTicket()).toString());
        return values;
    }

    /** Who only has to come back for the number has nothing to read yet. */
    private static int refreshSeconds(RoomStatus status) {
        int next = status.nextPollSeconds();
        return View.of(status) == View.RETURN ? next : Math.max(REFRESH_SECONDS_MIN, next);
    }

    private static void putOptional(Map<Hole, String> values, Hole hole, Hole absent, @Nullable String value) {
        if (value == null || value.isBlank()) {
            values.put(absent, HIDDEN);
        } else {
            values.put(hole, value);
        }
    }

    private static @Nullable String lot(SaleStatus.@Nullable Lot lot, Texts texts) {
        if (lot == null || lot.place() == null || lot.size() == null) {
            return null;
        }
        return texts.get("lotText", texts.number(lot.place()), texts.number(lot.size()), texts.number(lot.number()));
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
