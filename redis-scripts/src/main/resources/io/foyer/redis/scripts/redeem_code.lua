-- Uses an invitation for a buyer, or notes the place that the buyer got for it.
--
-- Invariant: an invitation is used by so many buyers at most, each once; a buyer who has used it keeps the use, and the first
--   place that is told stays whoever tells of another.
-- KEYS uses (hash: buyer -> place, empty while it has none)
-- ARGV usesMax (count), endsAt (ms), buyer (name), place (text, empty to ask for the first time)
-- Returns free, or placed place, used or ended
-- Writes uses
-- TTL until endsAt, from when on nobody new may use it
-- Cost O(1)
-- include: clock

local uses = KEYS[1]
local uses_max, ends_at, buyer, place = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4]

local known = redis.call('HGET', uses, buyer)
if known and known ~= '' then
  return {'placed', known}
end
if not known then
  if now_millis() >= ends_at then return {'ended'} end
  if redis.call('HLEN', uses) >= uses_max then return {'used'} end
end
redis.call('HSET', uses, buyer, place)
redis.call('PEXPIREAT', uses, string.format('%.0f', ends_at))
return place == '' and {'free'} or {'placed', place}
