/**
 * What Foyer itself says to buyers and their programs: the waiting page, the status object and the answers to requests that
 * go no further. Owns the templates, the texts and their bytes; knows no channel and no configuration class. Everything here
 * is immutable once built and may be used from any thread, so that each event loop renders for its own connections.
 */
@NullMarked
package io.foyer.gateway.pages;

import org.jspecify.annotations.NullMarked;
