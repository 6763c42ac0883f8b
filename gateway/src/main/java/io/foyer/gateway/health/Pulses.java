package io.foyer.gateway.health;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The pulse of every shop by name; a shop that goes with the config leaves its few counters behind. */
public final class Pulses {
    private final Map<String, Pulse> byShop = new ConcurrentHashMap<>();

    /** Orders wait for other parts of a shop than pages, and so they are looked at apart. */
    public record Pulse(ShopPulse pages, ShopPulse orders) {}

    public Pulse of(String shop) {
        return byShop.computeIfAbsent(shop, name -> new Pulse(new ShopPulse(), new ShopPulse()));
    }
}
