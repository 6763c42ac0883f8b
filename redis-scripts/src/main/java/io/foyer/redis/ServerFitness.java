package io.foyer.redis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server's INFO says about whether the line can live there. */
final class ServerFitness {
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

    private final boolean asCluster;
    private final Map<String, String> info = new HashMap<>();

    /** @param asCluster whether it is addressed as a Cluster, any node of which may have said this */
    ServerFitness(String infoText, boolean asCluster) {
        this.asCluster = asCluster;
        infoText.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                info.put(line.substring(0, colon), line.substring(colon + 1).trim());
            }
        });
    }

    /** Why the line cannot live there; empty when it can. */
    Optional<String> problem() {
        String version = info.getOrDefault("redis_version", "unknown");
        if (!isSupported(version)) {
            return Optional.of("found Redis " + version + ", need 6.2 or newer (or Valkey)");
        }
        String role = info.getOrDefault("role", "unknown");
        if (!asCluster && !role.equals("master")) {
            return Optional.of("the server is a " + role + ", need the master");
        }
        if (asCluster != info.getOrDefault("cluster_enabled", "0").equals("1")) {
            return Optional.of(
                    asCluster
                            ? "the server is not part of a Redis Cluster: write redis:// for it"
                            : "the server is part of a Redis Cluster: write redis+cluster:// for it");
        }
        return Optional.empty();
    }

    List<String> warnings() {
        String policy = info.getOrDefault("maxmemory_policy", "noeviction");
        return policy.equals("noeviction")
                ? List.of()
                : List.of("maxmemory-policy is " + policy + ": Redis may evict the line when memory is short;"
                        + " set noeviction");
    }

    @Override
    public String toString() {
        return "Redis " + info.getOrDefault("redis_version", "unknown");
    }

    private static boolean isSupported(String version) {
        Matcher matcher = VERSION.matcher(version);
        if (!matcher.matches()) {
            return false;
        }
        int major = Integer.parseInt(matcher.group(1));
        int minor = Integer.parseInt(matcher.group(2));
        return major > 6 || (major == 6 && minor >= 2);
    }
}
