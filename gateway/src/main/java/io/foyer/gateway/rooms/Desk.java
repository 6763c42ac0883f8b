package io.foyer.gateway.rooms;

/**
 * What the decisions about a buyer's request work with. Any event loop may call.
 *
 * @param clock by which tokens are signed and judged
 * @param answers what buyers are told
 * @param refusals how requests are turned away
 * @param entrance where those without a number come in
 * @param tickets of those who wait
 * @param passes of those who shop
 */
record Desk(SteadyClock clock, Answers answers, Refusals refusals, Entrance entrance, Tickets tickets, Passes passes) {}
