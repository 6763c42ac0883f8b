package io.foyer.gateway.config;

import java.time.Duration;

/**
 * @param uri may hold a password
 * @param timeout for one command
 * @param minReplicas how many replicas must hold a place before it counts
 */
public record StoreConfig(Secret uri, Duration timeout, int minReplicas) {}
