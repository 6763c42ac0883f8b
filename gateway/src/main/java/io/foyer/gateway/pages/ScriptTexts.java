package io.foyer.gateway.pages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The texts that the page's script needs to follow the line by itself, as the page carries them in an attribute. */
final class ScriptTexts {
    private static final List<String> OWN = List.of("titleAhead", "announce", "offline", "waitUnknown", "waitSoon");
    private static final List<String> OF_SALE = List.of("untilOpens", "untilStarts", "lotText");

    private ScriptTexts() {}

    /** @param page the view that the page starts with */
    static Map<String, Object> of(Texts texts, View page, boolean isPlanned) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (View view : View.values()) {
            if (view == page || !view.isOnlyFirst() && (isPlanned || !view.isOfSale())) {
                all.put(view.key(), List.of(texts.get(view.key() + "Heading"), texts.get(view.key() + "Lead")));
            }
        }
        OWN.forEach(key -> all.put(key, texts.get(key)));
        if (isPlanned) {
            OF_SALE.forEach(key -> all.put(key, texts.get(key)));
        }
        List<List<String>> waits = new ArrayList<>();
        for (String unit : List.of("Minutes", "Hours")) {
            waits.add(List.of(
                    texts.get("waitUpTo" + unit), texts.get("waitAbout" + unit), texts.get("waitRange" + unit)));
        }
        all.put("waits", waits);
        return all;
    }
}
