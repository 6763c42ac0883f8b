package io.foyer.gateway.config;

import io.foyer.admission.upstream.UpstreamProvider;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Has the settings of an upstream checked by the provider of its type, which may be a third party's. */
final class UpstreamRules {
    private static final Pattern PATH_AND_MESSAGE = Pattern.compile("([^\\s:]+): (.+)", Pattern.DOTALL);

    private final Map<String, UpstreamProvider> providers = new TreeMap<>();
    private final Problems problems;

    UpstreamRules(Iterable<UpstreamProvider> known, Problems problems) {
        known.forEach(provider -> providers.put(provider.type(), provider));
        this.problems = problems;
    }

    static Map<String, Object> settings(Section upstream) {
        return JsonMapper.shared().convertValue(upstream.node(), new TypeReference<>() {});
    }

    void check(Section upstream) {
        upstream.text("type").ifPresent(type -> {
            UpstreamProvider provider = providers.get(type);
            if (provider == null) {
                upstream.refuse(
                        "type",
                        "unknown type '" + type + "' (expected: " + oneOf() + ")"
                                + Suggestion.among(providers.keySet(), type));
            } else if (!problems.isFaultyWithin(upstream.path())) {
                ask(provider, upstream);
            }
        });
    }

    private String oneOf() {
        return providers.size() == 1
                ? providers.keySet().iterator().next()
                : "one of " + String.join(", ", providers.keySet());
    }

    private void ask(UpstreamProvider provider, Section upstream) {
        try {
            provider.check(settings(upstream));
        } catch (IllegalArgumentException e) {
            report(upstream, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            upstream.refuse("type", "the provider of '" + provider.type() + "' failed on it: " + e);
        }
    }

    private void report(Section upstream, String complaint) {
        Matcher matcher = PATH_AND_MESSAGE.matcher(complaint);
        if (matcher.matches()) {
            String named =
                    matcher.group(1).startsWith("upstream.") ? matcher.group(1).substring(9) : matcher.group(1);
            if (problems.isLocated(Paths.key(upstream.path(), named))) {
                upstream.refuse(named, matcher.group(2));
                return;
            }
        }
        upstream.refuse(complaint);
    }
}
