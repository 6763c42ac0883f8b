package io.foyer.gateway.config;

import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A file that was read and found valid. */
public final class AcceptedConfig {
    private final FoyerConfig config;
    private final String hash;
    private final JsonNode effective;
    private final Map<String, String> attached;
    private final Problems positions;

    AcceptedConfig(FoyerConfig config, JsonNode effective, AttachedFiles files, Problems positions) {
        this.config = config;
        this.effective = effective;
        this.attached = Map.copyOf(files.contents());
        this.positions = positions;
        this.hash = Fingerprint.ofText(effective.toString() + new TreeMap<>(attached))
                .substring(0, 12);
    }

    public FoyerConfig config() {
        return config;
    }

    /** Short, of the effective config and all that its files hold; equal when nothing changed but comments. */
    public String hash() {
        return hash;
    }

    /** The config as YAML, defaults filled in, secrets masked. */
    public String effectiveYaml() {
        return EffectiveYaml.write(effective);
    }

    JsonNode effective() {
        return effective;
    }

    /** What the named files hold, by the path of the key that names them. */
    Map<String, String> attached() {
        return attached;
    }

    Problems positions() {
        return positions;
    }
}
