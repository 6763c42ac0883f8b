/**
 * The {@code http} upstream: servers in zones and a standby, health checks and the choice of a server. Choices and reports
 * come from event loops and take no lock while all is well; checks run on one daemon thread shared by all upstreams.
 */
@NullMarked
package io.foyer.gateway.upstream;

import org.jspecify.annotations.NullMarked;
