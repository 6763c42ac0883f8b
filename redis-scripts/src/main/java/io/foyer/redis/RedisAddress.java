package io.foyer.redis;

import io.lettuce.core.RedisURI;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the store's address from the configuration; whatever is wrong with it is said without its password. */
public final class RedisAddress {
    private static final String CLUSTER = "redis+cluster://";
    private static final String SECURE_CLUSTER = "rediss+cluster://";
    private static final String SENTINEL = "redis+sentinel://";
    private static final String SECURE_SENTINEL = "rediss+sentinel://";
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[?[0-9A-Fa-f:.]*::?[0-9A-Fa-f:.]*]?");
    private static final Pattern PASSWORD = Pattern.compile("(//[^@/]*:)[^@]*@|(//)[^@/:]*@");

    private RedisAddress() {}

    /** @throws IllegalArgumentException with a message for the operator, without the password */
    public static void check(String uri) {
        parseAll(uri);
    }

    static boolean isCluster(String uri) {
        return uri.startsWith(CLUSTER) || uri.startsWith(SECURE_CLUSTER);
    }

    /**
     * The nodes of a Cluster that are asked first, or the one address.
     *
     * @throws IllegalArgumentException with a message for the operator
     */
    static List<RedisURI> parseAll(String uri) {
        if (!isCluster(uri)) {
            return List.of(parse(uri));
        }
        String scheme = uri.startsWith(SECURE_CLUSTER) ? "rediss://" : "redis://";
        String rest = uri.substring(uri.indexOf("//") + 2);
        String user = rest.substring(0, rest.lastIndexOf('@') + 1);
        String path = rest.indexOf('/') < 0 ? "" : rest.substring(rest.indexOf('/'));
        String hosts = rest.substring(user.length(), rest.length() - path.length());
        if (!path.isEmpty() && !path.equals("/")) {
            throw invalid(uri, "a Cluster has no databases");
        }
        return Arrays.stream(hosts.split(",", -1))
                .map(host -> create(uri, scheme + user + host))
                .toList();
    }

    /** @throws IllegalArgumentException with a message for the operator */
    static RedisURI parse(String uri) {
        if (uri.startsWith(SENTINEL) || uri.startsWith(SECURE_SENTINEL)) {
            return parseSentinel(uri);
        }
        if (!uri.startsWith("redis://") && !uri.startsWith("rediss://")) {
            throw invalid(uri, "expected: redis://, rediss://, redis+sentinel:// or redis+cluster://");
        }
        return create(uri, uri);
    }

    private static RedisURI parseSentinel(String uri) {
        if (!uri.contains("#") || uri.endsWith("#")) {
            throw invalid(uri, "expected: the master's name after #, as in redis+sentinel://a,b,c/0#master");
        }
        return create(uri, uri.replaceFirst("\\+", "-"));
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
