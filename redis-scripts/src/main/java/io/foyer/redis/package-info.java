/**
 * The line in Redis: one Lua script a command, and the typed binding behind {@link io.foyer.admission.line.LineStore}.
 * {@link io.foyer.redis.RedisStore} is the way in. Replies complete on Lettuce's event loop threads; nothing here blocks
 * but opening and closing.
 */
@NullMarked
package io.foyer.redis;

import org.jspecify.annotations.NullMarked;
