package io.foyer.gateway.rooms;

import io.foyer.gateway.http.RequestHead;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The invitation code that a request brings: in a header, or in a parameter of the query, which the shop need not see. */
final class BroughtCode {
    private static final String HEADER = "foyer-code";
    private static final String PARAMETER = "foyer-code=";

    /** What pasting adds. */
    private static final Pattern BLANK = Pattern.compile("\\+|%20|%0[9AaDd]");

    private BroughtCode() {}

    /** Null when there is none. */
    static @Nullable String of(RequestHead request) {
        String query = request.query();
        String inHeader = request.header(HEADER);
        if (inHeader != null || query == null || !query.contains(PARAMETER)) {
            return inHeader;
        }
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(PARAMETER))
                .map(pair -> BLANK.matcher(pair.substring(PARAMETER.length())).replaceAll(""))
                .findFirst()
                .orElse(null);
    }

    /** A target without the parameter. */
    static String cutFrom(String target) {
        int query = target.indexOf('?');
        if (query < 0) {
            return target;
        }
        String rest = Arrays.stream(target.substring(query + 1).split("&"))
                .filter(pair -> !pair.startsWith(PARAMETER))
                .collect(Collectors.joining("&"));
        return target.substring(0, query) + (rest.isEmpty() ? "" : "?" + rest);
    }
}
