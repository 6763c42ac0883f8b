package io.foyer.admission.line;

/** @param millionths the part of the budget that the gateway may let through by itself, while the store is away */
public record ShareReply(int millionths, long storeTimeMillis) {}
