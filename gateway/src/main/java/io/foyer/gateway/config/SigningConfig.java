package io.foyer.gateway.config;

import io.foyer.admission.token.KeyRing;
import java.nio.file.Path;

/**
 * @param keysFile a JWK set; made with a fresh key when it is missing
 * @param keys what the file holds: the first signs, all verify
 * @param isNew whether the file was made just now
 */
public record SigningConfig(Path keysFile, KeyRing keys, boolean isNew) {}
