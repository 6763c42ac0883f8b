package io.foyer.gateway.config;

/** @param id this gateway's name among those that share the store */
public record NodeConfig(String id) {}
