/**
 * Certificates of listeners and the TLS contexts made of them: BoringSSL where its native library loads, else the JDK's. What
 * event loops read is immutable and swapped as a whole.
 */
@NullMarked
package io.foyer.gateway.tls;

import org.jspecify.annotations.NullMarked;
