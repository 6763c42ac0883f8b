package io.foyer.gateway.config;

import io.foyer.admission.upstream.UpstreamProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import tools.jackson.databind.JsonNode;

/**
 * Reads and checks a config file: the one way for start, check and reload. Finds all faults at once: first of the text, then
 * against the schema, then by the rules, which pass over what was found faulty before. Thread-safe; blocks on files.
 */
public final class ConfigReader {
    private static final long SIZE_MAX = 1 << 20;

    private final Placeholders placeholders;
    private final List<UpstreamProvider> providers;
    private final TemplateCheck templates;
    private final String defaultNodeId;

    public ConfigReader(
            Map<String, String> environment, Iterable<UpstreamProvider> providers, TemplateCheck templates) {
        this.placeholders = new Placeholders(environment);
        this.providers = new ArrayList<>();
        providers.forEach(this.providers::add);
        this.templates = templates;
        this.defaultNodeId = hostName();
    }

    /** With the environment of this process and the upstream providers on the class path. */
    public static ConfigReader ofProcess(TemplateCheck templates) {
        return new ConfigReader(System.getenv(), ServiceLoader.load(UpstreamProvider.class), templates);
    }

    /** Never throws for what is in the file, or for a file that cannot be read. */
    public ReadResult read(Path file, WhenKeysMissing whenKeysMissing) {
        Problems problems = new Problems(file);
        Optional<JsonNode> tree =
                readText(file, problems).flatMap(text -> new YamlTree(problems, placeholders).read(text));
        if (tree.isEmpty()) {
            return new ReadResult(Optional.empty(), problems.all(), List.of(file));
        }
        return check(file, tree.get(), problems, whenKeysMissing);
    }

    private ReadResult check(Path file, JsonNode tree, Problems problems, WhenKeysMissing whenKeysMissing) {
        new Structure(ConfigSchema.INSTANCE, problems).check(tree);
        ConfigSchema.INSTANCE.fillDefaults(tree);
        Section root = new Section(tree, "", problems);
        DerivedDefaults.fill(root, defaultNodeId);
        GatewayRules.check(root);
        ShopRules shops = new ShopRules(
                new UpstreamRules(providers, problems),
                root.section("page").section("poll").duration("max"));
        root.items("shops").forEach(shops::check);
        AttachedFiles files = AttachedFiles.read(
                file,
                root,
                problems.hasErrors() && whenKeysMissing == WhenKeysMissing.CREATE
                        ? WhenKeysMissing.WARN
                        : whenKeysMissing,
                templates);
        List<Path> watched = new ArrayList<>(List.of(file));
        watched.addAll(files.paths().values());
        Optional<AcceptedConfig> accepted = problems.hasErrors()
                ? Optional.empty()
                : Optional.of(new AcceptedConfig(new Binder(root, files).bind(), tree, files, problems));
        return new ReadResult(accepted, problems.all(), watched);
    }

    private static Optional<String> readText(Path file, Problems problems) {
        try {
            if (Files.size(file) > SIZE_MAX) {
                problems.error("", "larger than 1 MiB");
                return Optional.empty();
            }
            return Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            problems.error("", "no such file");
        } catch (CharacterCodingException e) {
            problems.error("", "not UTF-8 text");
        } catch (IOException e) {
            problems.error("", "cannot be read: " + e.getClass().getSimpleName() + " " + e.getMessage());
        }
        return Optional.empty();
    }

    private static String hostName() {
        try {
            String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
            return name.matches("[A-Za-z0-9].{0,62}") ? name : "gateway";
        } catch (UnknownHostException e) {
            return "gateway";
        }
    }
}
