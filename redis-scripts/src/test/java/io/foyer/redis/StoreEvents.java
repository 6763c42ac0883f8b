package io.foyer.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a store says of itself: {@code up}, {@code down} or {@code warning}, and the text. */
final class StoreEvents implements StoreListener {
    private final List<String> all = new CopyOnWriteArrayList<>();

    List<String> all() {
        return all;
    }

    @Override
    public void up(String server) {
        all.add("up " + server);
    }

    @Override
    public void down(String reason) {
        all.add("down " + reason);
    }

    @Override
    public void warning(String text) {
        all.add("warning " + text);
    }
}
