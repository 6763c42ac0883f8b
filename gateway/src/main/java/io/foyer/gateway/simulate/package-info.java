/**
 * The report of a simulated sale: one HTML file that needs nothing else, with charts as inline SVG. Written by the command line,
 * in its thread.
 */
@NullMarked
package io.foyer.gateway.simulate;

import org.jspecify.annotations.NullMarked;
