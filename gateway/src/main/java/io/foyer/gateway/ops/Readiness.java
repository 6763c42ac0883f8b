package io.foyer.gateway.ops;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether a balancer should send buyers here. Starts as not ready; each part says when it is. A store that went away later
 * does not make a gateway unready: admitted buyers go on shopping. Thread-safe.
 */
public final class Readiness {
    private volatile boolean configLoaded;
    private volatile boolean listenersBound;
    private volatile boolean roomsOpen;
    private volatile boolean draining;

    public void configLoaded() {
        configLoaded = true;
    }

    public void listenersBound() {
        listenersBound = true;
    }

    /** Every room can number newcomers: the store has answered, and a first slice has been called. */
    public void roomsOpen() {
        roomsOpen = true;
    }

    /** No new buyers, please: this gateway is about to stop. */
    public void draining() {
        draining = true;
    }

    public boolean isReady() {
        return reasons().isEmpty();
    }

    /** Why it is not ready; empty when it is. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        note(reasons, !configLoaded, "config not loaded");
        note(reasons, !listenersBound, "listeners not bound");
        note(reasons, !roomsOpen, "rooms not open: the store has not answered yet");
        note(reasons, draining, "draining");
        return reasons;
    }

    private static void note(List<String> reasons, boolean applies, String reason) {
        if (applies) {
            reasons.add(reason);
        }
    }
}
