-- Stops or resumes the calls of a room, also of one that is not open yet.
--
-- Invariant: a paused room calls nobody and lets nobody in at once; those called before still go in.
-- KEYS room (hash)
-- ARGV paused (0 or 1)
-- Returns ok
-- Writes room
-- TTL a week, renewed
-- Cost O(1)
-- include: expiry

local room = KEYS[1]
local paused = ARGV[1]

redis.call('HSET', room, 'paused', paused)
keep_alive(room)
return {'ok'}
