package io.foyer.gateway.upstream;

import io.foyer.admission.upstream.Upstream;
import io.foyer.admission.upstream.UpstreamProvider;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code http} upstream: servers in zones with a standby. All upstreams of one provider share its checking thread. */
public final class HttpUpstreamProvider implements UpstreamProvider {
    private @Nullable Probe probe;

    @Override
    public String type() {
        return "http";
    }

    @Override
    public void check(Map<String, Object> settings) {
        HttpSettings unused = HttpSettings.parse(settings);
    }

    @Override
    public Upstream open(String shop, Map<String, Object> settings) {
        return new HttpUpstream(shop, HttpSettings.parse(settings), probe()).start();
    }

    /** Made late: checking a config starts no thread. */
    private synchronized Probe probe() {
        if (probe == null) {
            probe = new HttpProbe();
        }
        return probe;
    }
}
