package io.foyer.gateway.rooms;

/** What a gateway remembers in case the store is away or has lost it. A label of the metrics. */
public enum Recall {
    /** Tickets admitted or ended: of one that is forgotten and that the store lost as well, a second admission is possible. */
    GRANTS,
    /** Orders that may still count in a window: one that is forgotten and that the store lost as well frees its slot early. */
    ORDERS,
    /** Orders by pass: a pass that is forgotten could order once more while the store is away. */
    CREDITS
}
