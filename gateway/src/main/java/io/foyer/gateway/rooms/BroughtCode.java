package io.foyer.gateway.rooms;

import io.foyer.gateway.http.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The invitation code that a request brings: in a header, or in a parameter of the query, which the shop need not see. A form
 * takes the place of the query of the page that it is on, so the waiting page's form brings that query in a parameter as well.
 */
final class BroughtCode {
    private static final String HEADER = "foyer-code";
    private static final String PARAMETER = "foyer-code=";
    private static final String QUERY_OF_PAGE = "foyer-query=";

    /** What pasting adds. */
    private static final Pattern BLANK = Pattern.compile("\\+|%20|%0[9AaDd]");

    /** As the parser takes it of a target. */
    private static final Pattern QUERY = Pattern.compile("[!-~&&[^#]]*");

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

    /** A target without the code, and with the query of the page whose form brought it. */
    static String cutFrom(String target) {
        int start = target.indexOf('?');
        if (start < 0) {
            return target;
        }
        String rest = cutFromQuery(target.substring(start + 1));
        return target.substring(0, start) + (rest.isEmpty() ? "" : "?" + rest);
    }

    static String cutFromQuery(String query) {
        return Arrays.stream(query.split("&"))
                .flatMap(pair -> pair.startsWith(QUERY_OF_PAGE)
                        ? Arrays.stream(
                                decoded(pair.substring(QUERY_OF_PAGE.length())).split("&"))
                        : Stream.of(pair))
                .filter(pair -> !pair.startsWith(PARAMETER) && !pair.startsWith(QUERY_OF_PAGE))
                .collect(Collectors.joining("&"));
    }

    /** Empty when it is no query: nothing else may get into a Location. */
    private static String decoded(String value) {
        try {
            String query = URLDecoder.decode(value, StandardCharsets.US_ASCII);
            return QUERY.matcher(query).matches() ? query : "";
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
