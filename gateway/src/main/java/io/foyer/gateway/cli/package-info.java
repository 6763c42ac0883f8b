/**
 * The command line: {@code foyer run}, {@code check-config}, {@code config}, {@code healthcheck}, {@code status},
 * {@code pause}, {@code resume}, {@code simulate} and {@code draw}. Data goes to standard output, messages to standard error; runs on the main thread.
 */
@NullMarked
package io.foyer.gateway.cli;

import org.jspecify.annotations.NullMarked;
