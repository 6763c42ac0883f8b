package io.foyer.gateway.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The files under {@code /pages} in the jar. */
final class Resources {
    private Resources() {}

    static InputStream open(String name) {
        InputStream in = Resources.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("the jar has no " + name);
        }
        return in;
    }

    static String text(String name) {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** A style sheet without the space and the whole-line comments that readers of the source want and buyers do not. */
    static String style(String name) {
        return withoutMargins(name).replaceAll("([{}:;,]) +", "$1").replaceAll(" +([{}])", "$1");
    }

    /** A script likewise; its lines stay as they are. */
    static String script(String name) {
        return withoutMargins(name);
    }

    private static String withoutMargins(String name) {
        return text(name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("/*"))
                .collect(Collectors.joining("\n"));
    }
}
