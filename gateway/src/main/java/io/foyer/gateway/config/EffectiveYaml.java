package io.foyer.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** Writes a tree as YAML with its secrets masked. Of an address only the password is one. */
final class EffectiveYaml {
    static final String MASK = "***";

    private static final Pattern PASSWORD = Pattern.compile("^([a-z+]+://[^:@/]*):.*@");
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLWriteFeature.INDENT_ARRAYS)
            .enable(YAMLWriteFeature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private EffectiveYaml() {}

    static String write(JsonNode effective) {
        JsonNode copy = effective.deepCopy();
        List<Runnable> masks = new ArrayList<>();
        ConfigSchema.INSTANCE.visit(
                copy,
                (path, value, property) -> ConfigSchema.INSTANCE
                        .resolve(property, value)
                        .path("properties")
                        .forEachEntry((key, child) -> {
                            if (child.path("x-secret").asBoolean(false) && value.has(key)) {
                                masks.add(() -> ((ObjectNode) value)
                                        .put(key, mask(value.path(key).asString())));
                            }
                        }));
        masks.forEach(Runnable::run);
        return YAML.writeValueAsString(copy);
    }

    static String mask(String secret) {
        return secret.contains("://") ? PASSWORD.matcher(secret).replaceFirst("$1:" + MASK + "@") : MASK;
    }
}
