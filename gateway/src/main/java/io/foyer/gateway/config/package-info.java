/**
 * The one config file: its model, how it is read, checked and reloaded. The model is immutable; the config in force is
 * swapped as a whole.
 */
@NullMarked
package io.foyer.gateway.config;

import org.jspecify.annotations.NullMarked;
