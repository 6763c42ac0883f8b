/**
 * Whether a client is the crawler that it says it is: its address is looked up by name and back. Asked on event loops and never
 * waited for: who is not known to be a crawler is not one.
 */
@NullMarked
package io.foyer.gateway.crawlers;

import org.jspecify.annotations.NullMarked;
