-- Says how orders ended.
--
-- Invariant: an order that was created keeps its credit and counts in the windows from now on; one that was not gives
--   both back. Said again, or of an order that is not known, it changes nothing (a credit is never given back twice).
--   A ticket that was ended meanwhile stays done with. An order of number 0, nobody's place, is none of the room's. One that
--   is counts in the bin of its time as soon as it counts as created, once.
-- KEYS room (hash), checkouts (32 bits a bin: how many orders), orders (sorted set: id by time it counts as created), holds (sorted set: id by arrival),
--   asked (sorted set: held id by time it was last asked for), spent (4 bits a number), done (bitmap),
--   admissions (24 bits a number)
-- ARGV for each result: id, number (number), kind (0 created | 1 not created | 2 created apart), bin
--   (of how long it took; -1: none)
-- Returns ok
-- Writes all keys
-- TTL a week, renewed
-- Cost O(results x log orders in a minute)
-- include: clock, orders, expiry, admission

local room, checkouts, orders, holds, asked = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local spent, done, admissions = KEYS[6], KEYS[7], KEYS[8]

local CREATED, NOT_CREATED, CREATED_APART, CREDIT_MAX, NOBODY, NO_BIN = '0', '1', '2', 15, '0', '-1'

local now = now_millis()

local function add_spent(number, change)
  if number == NOBODY then return end
  local field = '#' .. number
  local taken = redis.call('BITFIELD', spent, 'GET', 'u4', field)[1] + change
  redis.call('BITFIELD', spent, 'SET', 'u4', field, math.max(0, math.min(taken, CREDIT_MAX)))
  local over = change > 0 or admission_of(admissions, number) == USED_UP
  redis.call('SETBIT', done, number, over and 1 or 0)
end

local function count_created(id, number, bin)
  redis.call('ZADD', orders, now, id)
  if number == NOBODY then return end
  redis.call('HINCRBY', room, 'ordered', 1)
  if bin ~= NO_BIN then redis.call('BITFIELD', checkouts, 'OVERFLOW', 'SAT', 'INCRBY', 'u32', '#' .. bin, 1) end
end

local function settle(id, number, kind, bin)
  local known = tonumber(redis.call('ZSCORE', orders, id))
  local under_way = known and known > now
  redis.call('ZREM', holds, id)
  redis.call('ZREM', asked, id)
  if kind == NOT_CREATED then
    if under_way then add_spent(number, -1) end
    if under_way or not known then redis.call('ZADD', orders, now - MINUTE - 1, id) end
  elseif under_way then
    count_created(id, number, bin)
  elseif kind == CREATED_APART and not known then
    add_spent(number, 1)
    count_created(id, number, bin)
  end
end

for i = 1, #ARGV, 4 do
  settle(ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3])
end
keep_alive(checkouts, orders, holds, asked, spent, done)
return {'ok'}
