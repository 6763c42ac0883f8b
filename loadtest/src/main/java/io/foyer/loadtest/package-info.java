/** The command line of the load test, one package a feature below it. Runs on the main thread. */
@NullMarked
package io.foyer.loadtest;

import org.jspecify.annotations.NullMarked;
