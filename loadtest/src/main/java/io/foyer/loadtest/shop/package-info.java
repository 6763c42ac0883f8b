/**
 * A toy ticket shop that is also an instrument: it knows nothing of Foyer, and records when every order was created. Requests run on
 * the shop's own event loops; the record may be read from any thread.
 */
@NullMarked
package io.foyer.loadtest.shop;

import org.jspecify.annotations.NullMarked;
