/**
 * The line: places, rooms, and the port to the store that keeps them. Everything here is a value or an interface;
 * stages of {@link io.foyer.admission.line.LineStore} may complete on any thread.
 */
@NullMarked
package io.foyer.admission.line;

import org.jspecify.annotations.NullMarked;
