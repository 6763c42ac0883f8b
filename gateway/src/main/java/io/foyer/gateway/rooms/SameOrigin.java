package io.foyer.gateway.rooms;

import io.foyer.gateway.http.RequestHead;
import java.util.Locale;

/** Whether a request that changes something comes from the shop's own pages, and not from a form on another site. */
final class SameOrigin {
    private SameOrigin() {}

    static boolean isSame(RequestHead request) {
        String site = request.header("sec-fetch-site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.header("origin");
        if (origin == null) {
            // No browser leaves both out on a POST; a program has no cookies of somebody else's to misuse.
            return true;
        }
        int authority = origin.indexOf("://");
        return authority > 0
                && origin.substring(authority + 3).toLowerCase(Locale.ROOT).equals(request.authority());
    }
}
