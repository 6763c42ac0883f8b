package io.foyer.redis;

import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;

/** Reads the store's address from the configuration; whatever is wrong with it is said without its password. */
public final class RedisAddress {
    private static final String SENTINEL = "redis+sentinel://";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*::?[0-9A-Fa-f:.]*]?");
    private static final Pattern PASSWORD = Pattern.compile("(//[^@/]*:)[^@]*@|(//)[^@/:]*@");

    private RedisAddress() {}

    /** @throws IllegalArgumentException with a message for the operator */
    static RedisURI parse(String uri) {
        if (uri.startsWith("redis+cluster://")) {
            throw invalid(uri, "Redis Cluster is not supported yet");
        }
        if (uri.startsWith(SENTINEL)) {
            return parseSentinel(uri);
        }
        if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
            throw invalid(uri, "expected: redis://, rediss:// or redis+sentinel://");
        }
        return create(uri, uri);
    }

    private static RedisURI parseSentinel(String uri) {
        if (!uri.contains("#") || uri.endsWith("#")) {
            throw invalid(uri, "expected: the master's name after #, as in redis+sentinel://a,b,c/0#master");
        }
        return create(uri, "redis-sentinel://" + uri.substring(SENTINEL.length()));
    }

    private static RedisURI create(String uri, String lettuceUri) {
        try {
            RedisURI parsed = RedisURI.create(lettuceUri);
            if (isNamed(parsed)
                    || (!parsed.getSentinels().isEmpty()
                            && parsed.getSentinels().stream().allMatch(RedisAddress::isNamed))) {
                return parsed;
            }
        } catch (RuntimeException e) {
            // What it says may quote the password.
        }
        throw invalid(uri, "not a host and port");
    }

    /** Lettuce takes what it cannot read for a host's name. */
    private static boolean isNamed(RedisURI uri) {
        return uri.getHost() != null && HOST.matcher(uri.getHost()).matches();
    }

    /** The address as it may appear in a log. */
    public static String masked(String uri) {
        return PASSWORD.matcher(uri).replaceAll("$1$2***@");
    }

    private static IllegalArgumentException invalid(String uri, String why) {
        return new IllegalArgumentException("store address " + masked(uri) + ": " + why);
    }
}
