package io.foyer.gateway.config;

/**
 * @param start whether a request that belongs to no trace begins one
 * @param sampledPercent how many of the traces begun here ask to be recorded
 */
public record TraceConfig(boolean start, int sampledPercent) {
    static final TraceConfig DEFAULT = new TraceConfig(true, 1);
}
