/**
 * The grammar of HTTP/1.1: strict parsing of heads and chunks, the canonical path, and the heads that are built anew for
 * the shop and the buyer. Pure code on bytes, no channels: every object belongs to one connection and is used on its
 * event loop only. Whatever RFC 9112 leaves ambiguous is refused here, so that nothing behind has to guess.
 */
@NullMarked
package io.foyer.gateway.http;

import org.jspecify.annotations.NullMarked;
