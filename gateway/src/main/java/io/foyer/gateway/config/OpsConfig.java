package io.foyer.gateway.config;

import java.util.Optional;

/** @param token the bearer token, required when {@code bind} is not loopback */
public record OpsConfig(BindAddress bind, Optional<Secret> token) {}
