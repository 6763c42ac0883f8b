package io.foyer.gateway.exchange;

import io.foyer.admission.upstream.Upstream;
import io.foyer.gateway.config.UpstreamConfig;

/** A shop's upstream with the limits that the proxy keeps towards it. One instance a shop, swapped when its config changes. */
public record ShopUpstream(String shop, Upstream upstream, UpstreamConfig config) {}
