/**
 * The draw of a planned sale: in which order the lobby goes in. Anyone can compute it from the published key. Pure and safe from
 * any thread.
 */
@NullMarked
package io.foyer.admission.draw;

import org.jspecify.annotations.NullMarked;
