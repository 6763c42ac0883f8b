package io.foyer.gateway.ops;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.foyer.gateway.config.OpsConfig;
import io.foyer.gateway.config.Secret;
import io.foyer.gateway.http.RequestHead;
import io.netty.util.NetUtil;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask. On loopback the Host must be a loopback name, so that a web page whose name was rebound to 127.0.0.1 gets
 * nothing; a change must not come from another site's page; and where a token is configured it must be there, as a bearer
 * token or, for browsers, as the password of Basic authentication. Probes need no token.
 */
final class OpsGuard {
    private final boolean onLoopback;
    private final Optional<byte[]> token;

    OpsGuard(OpsConfig config) {
        this.onLoopback = isLoopback(config.bind().host());
        this.token = config.token().map(Secret::reveal).map(text -> text.getBytes(UTF_8));
    }

    /** What is asked for, and so how strict to be. */
    enum Part {
        PROBE,
        API,
        /** For browsers only, which say where a change comes from. */
        CONSOLE
    }

    /** @return what to answer instead, or null when the request may go on */
    @Nullable
    Outcome refuse(RequestHead request, Part part) {
        if (onLoopback && !isLoopback(request.host())) {
            return Outcome.refused(421, "Misdirected request", "this listener answers to localhost only");
        }
        if (part != Part.PROBE && !hasToken(request)) {
            return Outcome.refused(401, "Unauthorized", "the ops token is missing or wrong");
        }
        boolean isForm = part == Part.CONSOLE && request.method().equals("POST");
        boolean isForeign = isForm ? !isFromOwnPage(request) : isFromAnotherSite(request);
        if (!isReading(request) && isForeign) {
            return Outcome.refused(403, "Forbidden", "changes are not taken from other sites' pages");
        }
        return null;
    }

    static boolean isReading(RequestHead request) {
        return request.method().equals("GET") || request.isHead();
    }

    private boolean hasToken(RequestHead request) {
        if (token.isEmpty()) {
            return true;
        }
        byte[] given = credentials(request.header("authorization"));
        return given != null && MessageDigest.isEqual(token.get(), given);
    }

    private static byte @Nullable [] credentials(@Nullable String authorization) {
        int space = authorization == null ? -1 : authorization.indexOf(' ');
        if (authorization == null || space < 0) {
            return null;
        }
        String value = authorization.substring(space + 1).strip();
        return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "bearer" -> value.getBytes(ISO_8859_1);
            case "basic" -> password(value);
            default -> null;
        };
    }

    private static byte @Nullable [] password(String base64) {
        try {
            String pair = new String(Base64.getDecoder().decode(base64), ISO_8859_1);
            return pair.substring(pair.indexOf(':') + 1).getBytes(ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isFromOwnPage(RequestHead request) {
        boolean isSaid = request.header("sec-fetch-site") != null || request.header("origin") != null;
        return isSaid && !isFromAnotherSite(request);
    }

    private static boolean isFromAnotherSite(RequestHead request) {
        String site = request.header("sec-fetch-site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        String origin = request.header("origin");
        return origin != null && !origin.equals("http://" + request.authority());
    }

    private static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.equals("localhost")) {
            return true;
        }
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        return address != null && isLoopback(address);
    }

    private static boolean isLoopback(byte[] address) {
        if (address.length == 4) {
            return address[0] == 127;
        }
        for (int i = 0; i < 15; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[15] == 1;
    }
}
