package io.foyer.gateway.simulate;

import io.foyer.admission.simulation.SaleResult;

/** @param name of the config file that the sale ran under */
public record NamedSale(String name, SaleResult result) {}
