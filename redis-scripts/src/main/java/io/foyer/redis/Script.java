package io.foyer.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/**
 * A command's Lua, put together from its file and the includes that its header names. Known to Redis by the hash of its
 * text, so old and new gateways run side by side.
 */
record Script(String name, String text, String sha1, ScriptHeader header) {

    /** @param texts gives the text of a script ("join_line") or an include ("include/room") */
    static Script load(String name, UnaryOperator<String> texts) {
        String own = texts.apply(name);
        ScriptHeader header = ScriptHeader.parse(name, own);
        StringBuilder text = new StringBuilder();
        header.includes()
                .forEach(include ->
                        text.append(texts.apply("include/" + include)).append('\n'));
        text.append(own);
        return new Script(name, text.toString(), sha1Of(text.toString()), header);
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The text as it is. */
    static String resource(String name) {
        try (InputStream in = Script.class.getResourceAsStream("scripts/" + name + ".lua")) {
            if (in == null) {
                throw new IllegalStateException("no script " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha1Of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
