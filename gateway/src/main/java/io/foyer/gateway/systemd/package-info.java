/** What a gateway tells the systemd that started it, if one did. Called from any thread; messages leave on an event loop. */
@NullMarked
package io.foyer.gateway.systemd;

import org.jspecify.annotations.NullMarked;
