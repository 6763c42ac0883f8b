-- Who is present of an era.
--
-- Invariant: nobody is changed.
-- KEYS present (bitmap)
-- ARGV bytesMax (bytes)
-- Returns present and the bitmap
-- Writes present, but for its TTL nothing
-- TTL a week, renewed
-- Cost O(numbers / 8)
-- include: expiry

local present = KEYS[1]
local bytes_max = tonumber(ARGV[1])

keep_alive(present)
return {'present', redis.call('GETRANGE', present, 0, bytes_max - 1)}
