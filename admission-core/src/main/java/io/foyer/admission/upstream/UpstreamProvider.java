package io.foyer.admission.upstream;

import java.util.Map;

/** Makes upstreams of one {@code type}; found with {@link java.util.ServiceLoader}. */
public interface UpstreamProvider {

    /** The value of {@code upstream.type} in the config that selects this provider. */
    String type();

    /**
     * Checks settings without opening anything.
     *
     * @param settings the {@code upstream} section of the shop, as plain maps, lists, strings and numbers
     * @throws IllegalArgumentException with {@code path: message} when they are not valid
     */
    void check(Map<String, Object> settings);

    /** Opens an upstream for {@code shop}; {@code settings} have passed {@link #check}. */
    Upstream open(String shop, Map<String, Object> settings);
}
