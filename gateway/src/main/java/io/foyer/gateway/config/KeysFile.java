package io.foyer.gateway.config;

import io.foyer.admission.token.KeyRing;
import io.foyer.admission.token.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The signing keys as a JWK set of symmetric HS256 keys (RFC 7517, RFC 7518 section 6.4). Messages never show a key. */
final class KeysFile {
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeysFile() {}

    /** @throws IllegalArgumentException when {@code json} is no such set */
    static KeyRing parse(String json) {
        JsonNode keys = readJson(json).path("keys");
        if (!keys.isArray() || keys.isEmpty()) {
            throw new IllegalArgumentException("no key in it (expected: a JWK set with at least one key)");
        }
        List<SigningKey> ring = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < keys.size(); i++) {
            SigningKey key = parseKey(keys.path(i), "keys[" + i + "]");
            if (!ids.add(keys.path(i).path("kid").asString())) {
                throw new IllegalArgumentException("keys[" + i + "].kid: the same as an earlier one");
            }
            ring.add(key);
        }
        return new KeyRing(ring);
    }

    private static JsonNode readJson(String json) {
        try {
            return JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "not JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        }
    }

    private static SigningKey parseKey(JsonNode key, String at) {
        require(key.path("kty").asString("").equals("oct"), at + ".kty", "oct");
        require(key.path("alg").asString("HS256").equals("HS256"), at + ".alg", "HS256");
        require(!key.path("kid").asString("").isEmpty(), at + ".kid", "an id for the key");
        byte[] secret = decode(key.path("k").asString(""));
        require(secret.length >= SECRET_BYTES, at + ".k", "at least " + SECRET_BYTES + " bytes in base64url");
        return new SigningKey(key.path("kid").asString(), secret);
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getUrlDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static void require(boolean holds, String what, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " (expected: " + expected + ")");
        }
    }

    /** A set with one random key. */
    static String fresh() {
        byte[] id = new byte[6];
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(id);
        RANDOM.nextBytes(secret);
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        ObjectNode set = JsonMapper.shared().createObjectNode();
        set.putArray("keys")
                .addObject()
                .put("kty", "oct")
                .put("kid", base64.encodeToString(id))
                .put("alg", "HS256")
                .put("k", base64.encodeToString(secret));
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(set) + "\n";
    }

    /** Writes {@code json} to a file that only its owner may read; fails when it exists, so no key is ever overwritten. */
    static void create(Path file, String json) throws IOException {
        if (Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, json, StandardCharsets.UTF_8);
        } else {
            Files.writeString(file, json, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        }
    }
}
