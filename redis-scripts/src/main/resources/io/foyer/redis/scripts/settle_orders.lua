-- Says how orders ended.
--
-- Invariant: an order that was created keeps its credit and counts in the windows from now on; one that was not gives
--   both back. Said again, or of an order that is not known, it changes nothing (a credit is never given back twice).
--   A ticket that was ended meanwhile stays done with. An order of number 0, nobody's place, is none of the room's.
-- KEYS room (hash), orders (sorted set: id by time it counts as created), holds (sorted set: id by arrival),
--   asked (sorted set: held id by time it was last asked for), spent (4 bits a number), done (bitmap),
--   admissions (24 bits a number)
-- ARGV for each result: id, number (number), kind (0 created | 1 not created | 2 created apart)
-- Returns ok
-- Writes all keys
-- TTL a week, renewed
-- Cost O(results x log orders in a minute)
-- include: clock, orders, expiry, admission

local room, orders, holds, asked = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local spent, done, admissions = KEYS[5], KEYS[6], KEYS[7]

local CREATED, NOT_CREATED, CREATED_APART, CREDIT_MAX, NOBODY = '0', '1', '2', 15, '0'

local now = now_millis()

local function add_spent(number, change)
  if number == NOBODY then return end
  local field = '#' .. number
  local taken = redis.call('BITFIELD', spent, 'GET', 'u4', field)[1] + change
  redis.call('BITFIELD', spent, 'SET', 'u4', field, math.max(0, math.min(taken, CREDIT_MAX)))
  local over = change > 0 or admission_of(admissions, number) == USED_UP
  redis.call('SETBIT', done, number, over and 1 or 0)
end

local function count_created(id, number)
  redis.call('ZADD', orders, now, id)
  if number ~= NOBODY then redis.call('HINCRBY', room, 'ordered', 1) end
end

local function settle(id, number, kind)
  local known = tonumber(redis.call('ZSCORE', orders, id))
  local under_way = known and known > now
  redis.call('ZREM', holds, id)
  redis.call('ZREM', asked, id)
  if kind == NOT_CREATED then
    if under_way then add_spent(number, -1) end
    if under_way or not known then redis.call('ZADD', orders, now - MINUTE - 1, id) end
  elseif under_way then
    count_created(id, number)
  elseif kind == CREATED_APART and not known then
    add_spent(number, 1)
    count_created(id, number)
  end
end

for i = 1, #ARGV, 3 do
  settle(ARGV[i], ARGV[i + 1], ARGV[i + 2])
end
keep_alive(orders, holds, asked, spent, done)
return {'ok'}
