package io.foyer.gateway.rooms;

import io.foyer.gateway.pages.Fault;

/** A newcomer who may also be told that there is no place for them, whenever they come. */
interface Guest extends Joiner.Newcomer {
    /** Called in place of the other two, on any thread. */
    void refused(Fault why);
}
