package io.foyer.redis;

/** Hears when the store comes and goes; called on a thread of the binding, one call at a time. Must not block. */
public interface StoreListener {
    /** @param server what answers, for a log line */
    void up(String server);

    /** Called again when the reason changes. */
    void down(String reason);

    /** The store works, but is set up in a way that endangers the line. */
    void warning(String text);
}
