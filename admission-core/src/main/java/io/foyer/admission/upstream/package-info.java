/**
 * The port to what answers for a shop. Third parties implement {@link io.foyer.admission.upstream.UpstreamProvider} and
 * register it with {@link java.util.ServiceLoader}; calls come from event loops, so none may block.
 */
@NullMarked
package io.foyer.admission.upstream;

import org.jspecify.annotations.NullMarked;
