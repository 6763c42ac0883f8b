/**
 * What every store of the line is held against: a plain reference line, a contract, and a model test that plays random
 * sequences on both. Single-threaded, with a clock that the tests move.
 */
@NullMarked
package io.foyer.admission.line;

import org.jspecify.annotations.NullMarked;
