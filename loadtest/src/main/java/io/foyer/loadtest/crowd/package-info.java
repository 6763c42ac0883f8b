/**
 * Crowds of simulated buyers over HTTP, arriving on a schedule of their own (an open model: a slow answer delays nobody's arrival). A
 * buyer is one small object that lives on one event loop with the connections it uses; loops share nothing but a few counters.
 */
@NullMarked
package io.foyer.loadtest.crowd;

import org.jspecify.annotations.NullMarked;
