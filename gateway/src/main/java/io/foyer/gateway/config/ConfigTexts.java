package io.foyer.gateway.config;

/** What the jar says about the config file. */
public final class ConfigTexts {
    private ConfigTexts() {}

    /** The JSON Schema (draft-07), for editors. */
    public static String schema() {
        return ConfigSchema.INSTANCE.text();
    }

    /** A config with comments. */
    public static String example() {
        return ConfigSchema.resource("/foyer.example.yaml");
    }
}
