package io.foyer.gateway.exchange;

/** Why a request went where it went: a label of the access log and of the request metrics. */
public enum Decision {
    /** A route that needs no pass. */
    PASS_ROUTE,
    /** Came with a valid pass. */
    PASS,
    /** Skips the line by a rule of the config; orders of such are {@link #ORDER} like all others. */
    BYPASS,
    /** Entered at once: nobody waits and there is budget. */
    ENTERED,
    /** Was called and goes in with this request. */
    ADMITTED,
    /** Goes in though the store is away. */
    LET_IN,
    /** Got a place and waits. */
    JOINED,
    /** Got no number yet: is to come back for it. */
    STAMPED,
    /** Brought a valid invitation: the number in its lane comes with the next request. */
    INVITED,
    /** Waits already. */
    WAITING,
    /** An order with a slot in the windows. */
    ORDER,
    /** An order that found no slot in time. */
    ORDER_HELD_TOO_LONG,
    /** An order on a pass whose credit is spent. */
    ORDER_NO_CREDIT,
    /** Answered below the reserved prefix. */
    OWN,
    /** The store is away and the buyer waits for it. */
    STORE_AWAY,
    /** One of too many from its address, or on its pass. */
    LIMITED,
    /** Turned away because memory is short. */
    SHED,
    /** Not a request that may go further. */
    REFUSED
}
