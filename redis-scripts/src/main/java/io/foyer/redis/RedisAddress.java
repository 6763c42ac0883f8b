package io.foyer.redis;

import io.lettuce.core.RedisURI;
import java.util.regex.Pattern;

/** Reads the store's address from the configuration; whatever is wrong with it is said without its password. */
public final class RedisAddress {
    private static final String SENTINEL = "redis+sentinel://";
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
            boolean named = parsed.getHost() != null || !parsed.getSentinels().isEmpty();
            if (!named) {
                throw invalid(uri, "no host");
            }
            return parsed;
        } catch (RuntimeException e) {
            throw e.getMessage() != null && e.getMessage().startsWith("store address")
                    ? e
                    : invalid(uri, "not an address");
        }
    }

    /** The address as it may appear in a log. */
    public static String masked(String uri) {
        return PASSWORD.matcher(uri).replaceAll("$1$2***@");
    }

    private static IllegalArgumentException invalid(String uri, String why) {
        return new IllegalArgumentException("store address " + masked(uri) + ": " + why);
    }
}
