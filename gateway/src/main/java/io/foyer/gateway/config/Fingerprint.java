package io.foyer.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** SHA-256 in hex. */
final class Fingerprint {
    private Fingerprint() {}

    static String ofText(String text) {
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of what the files hold now, links followed; a file that cannot be read counts as such. */
    static Map<Path, String> ofFiles(List<Path> files) {
        Map<Path, String> fingerprints = new HashMap<>();
        for (Path file : files) {
            try {
                fingerprints.put(file, HexFormat.of().formatHex(sha256().digest(Files.readAllBytes(file))));
            } catch (IOException e) {
                fingerprints.put(file, "unreadable");
            }
        }
        return fingerprints;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
