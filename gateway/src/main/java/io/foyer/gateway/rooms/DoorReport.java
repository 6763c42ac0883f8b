package io.foyer.gateway.rooms;

/** Buyers who ask this gateway to let them in without the store, and those it let in. */
public record DoorReport(int waiting, int inside) {}
