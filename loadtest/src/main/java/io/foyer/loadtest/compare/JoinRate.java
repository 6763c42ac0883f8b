package io.foyer.loadtest.compare;

/** What newcomers cost: every request takes a place in line and gets the page. */
public record JoinRate(double joinsPerSecond, double redisMicrosPerJoin, double gatewayMicrosPerJoin) {}
