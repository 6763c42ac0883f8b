package io.foyer.gateway.pages;

import io.foyer.admission.wait.WaitRange;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What fills the holes of a waiting page for one buyer; each is made when a page has it. */
record HoleValues(RoomStatus status, PageContext context, Texts texts) implements Function<Hole, String> {
    /** A page that reloads as a whole, without script, is unreadable when it does so more often. */
    private static final int REFRESH_SECONDS_MIN = 5;

    private static final int FIGURE_LENGTH_LONG = 7;
    private static final String HIDDEN = "hidden";
    private static final String UNKNOWN = "–";

    @Override
    public String apply(Hole hole) {
        return switch (hole) {
            case TITLE -> title();
            case SHOP -> context.shopTitle();
            case ROOM -> shown(context.roomTitle());
            case NO_ROOM -> hidden(context.roomTitle());
            case NUMBER -> number(status.number());
            case AHEAD -> number(status.ahead());
            case LONG_FIGURE -> Boolean.toString(number(status.ahead()).length() >= FIGURE_LENGTH_LONG);
            case SERVING -> texts.number(status.servingPosition());
            case WAIT -> waitInWords();
            case MESSAGE -> shown(status.message());
            case NO_MESSAGE -> hidden(status.message());
            case PACE -> shown(pace());
            case NO_PACE -> hidden(pace());
            case UPDATED_AT -> status.updatedAt().toString();
            case UPDATED_TIME -> status.updatedAt().toString().substring(11, 19) + " UTC";
            case REFRESH_SECONDS -> Integer.toString(refreshSeconds());
            case HOME -> context.home();
            case QUERY -> shown(context.query());
            case ROOM_NAME -> status.room();
            case STATUS -> StatusJson.json(status.withoutTicket()).toString();
            case IN_LOBBY -> texts.number(status.waiting());
            case FAIR, LOT, NO_LOT, NEXT_AT, NEXT_TIME, COUNTDOWN -> ofSale(hole, status.sale());
        };
    }

    private String ofSale(Hole hole, @Nullable SaleStatus sale) {
        Instant next = sale == null ? null : sale.nextAt(status.updatedAt());
        return switch (hole) {
            case FAIR -> texts.get(sale != null && sale.isDrawn() ? "whyDrawn" : "whyFair");
            case LOT -> shown(lot(sale));
            case NO_LOT -> hidden(lot(sale));
            case NEXT_AT -> next == null ? "" : next.toString();
            case NEXT_TIME ->
                next == null ? UNKNOWN : next.toString().substring(0, 16).replace('T', ' ') + " UTC";
            default -> next == null ? UNKNOWN : Texts.clock(Duration.between(status.updatedAt(), next));
        };
    }

    /** Who only has to come back for the number has nothing to read yet. */
    private int refreshSeconds() {
        int next = status.nextPollSeconds();
        return View.of(status) == View.RETURN ? next : Math.max(REFRESH_SECONDS_MIN, next);
    }

    private static String shown(@Nullable String value) {
        return value == null || value.isBlank() ? "" : value;
    }

    /** The attribute of what has nothing to show. */
    private static String hidden(@Nullable String value) {
        return shown(value).isEmpty() ? HIDDEN : "";
    }

    private @Nullable String pace() {
        Integer pace = context.ordersPerMinute();
        return pace == null ? null : texts.get("whyPace", texts.number(pace));
    }

    private @Nullable String lot(@Nullable SaleStatus sale) {
        SaleStatus.Lot lot = sale == null ? null : sale.lot();
        if (lot == null || lot.place() == null || lot.size() == null) {
            return null;
        }
        return texts.get("lotText", texts.number(lot.place()), texts.number(lot.size()), texts.number(lot.number()));
    }

    private String title() {
        View view = View.of(status);
        Long ahead = status.ahead();
        String where = view == View.WAITING && ahead != null
                ? texts.get("titleAhead", texts.number(ahead))
                : texts.get(view.key() + "Heading");
        return where + " · " + context.shopTitle();
    }

    /** A line that stands still has no honest estimate. */
    private String waitInWords() {
        WaitRange wait = status.waitLeft();
        if (View.of(status) == View.ENTERING) {
            return texts.get("waitSoon");
        }
        return wait == null || status.state() == RoomState.PAUSED ? texts.get("waitUnknown") : texts.wait(wait);
    }

    private String number(@Nullable Long value) {
        return value == null ? UNKNOWN : texts.number(value);
    }
}
