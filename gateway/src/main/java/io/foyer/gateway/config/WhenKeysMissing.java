package io.foyer.gateway.config;

/** What to do when the file of signing keys does not exist. */
public enum WhenKeysMissing {
    /** Make it with a fresh key: the first start. */
    CREATE,
    /** Say that the first start will make it. */
    WARN,
    /** Refuse: tickets are signed with keys that were there. */
    REFUSE
}
