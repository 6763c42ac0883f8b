-- Teaches the order windows what a gateway let through; opens them when nobody else can have let orders through unknown here.
--
-- Invariant: the windows are open only while they hold every order that may still count at the shop. They are closed by
--   another lineage or by the loss of the shop's hash. They open when all gateways that the old store or a witness had
--   heard of have told, or when closedMillis have gone by: a lease and a window, so that what nobody told counts no more.
--   The shares of all of them stay set aside until they say that they are there.
-- KEYS shop (hash), teachers (hash: gateway -> 1 when it has told), gateways (sorted set: name by time heard), room (hash),
--   orders (sorted set: id by time it counts as created), spent (4 bits a number), done (bitmap),
--   shares (hash: gateway -> when it last had an answer, and its share)
-- ARGV gateway (name), isWitness (0 or 1), closedMillis (ms), isLast (0 = more of this gateway's follows), names (count),
--   then the gateways known to it, then for each order: id, number (number), age (ms since it was settled; negative: its lease ends in so long)
-- Returns taught and whether the windows are open (0 or 1)
-- Writes all keys but gateways
-- TTL a week, renewed
-- Cost O(orders x log orders in a minute + gateways)
-- include: clock, lineage, shares, expiry

local shop, teachers, gateways, room, orders, spent, done = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local shares = KEYS[8]
local gateway, is_witness, closed_millis = ARGV[1], ARGV[2] == '1', tonumber(ARGV[3])
local is_last, names, names_at = ARGV[4] == '1', tonumber(ARGV[5]), 6

local CREDIT_MAX, NOBODY = 15, '0'
local now, current = now_millis(), lineage()
local known = redis.call('HMGET', shop, 'lineage', 'teachLineage', 'teachUntil', 'witnessed')
if known[1] == current then
  return {'taught', 1}
end

local open_at = tonumber(known[3] or 0)
local witnessed = known[4] == current or is_witness
if known[2] ~= current then
  open_at = now + closed_millis
  redis.call('DEL', teachers, shares)
  for _, name in ipairs(redis.call('ZRANGE', gateways, 0, -1)) do
    redis.call('HSET', teachers, name, 0)
  end
  redis.call('HSET', shop, 'teachLineage', current, 'teachUntil', open_at)
end

local function learn(id, number, age)
  if redis.call('ZSCORE', orders, id) then return end
  redis.call('ZADD', orders, now - age, id)
  if number == NOBODY then return end
  local field = '#' .. number
  local taken = redis.call('BITFIELD', spent, 'GET', 'u4', field)[1]
  redis.call('BITFIELD', spent, 'SET', 'u4', field, math.min(taken + 1, CREDIT_MAX))
  redis.call('SETBIT', done, number, 1)
  -- One that is under way is counted when it is settled as created.
  if age >= 0 then redis.call('HINCRBY', room, 'ordered', 1) end
end

for i = names_at, names_at + names - 1 do
  redis.call('HSETNX', teachers, ARGV[i], 0)
end
for i = names_at + names, #ARGV, 3 do
  learn(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]))
end
redis.call('HSET', teachers, gateway, is_last and 1 or 0)
for _, name in ipairs(redis.call('HKEYS', teachers)) do
  set_aside_unknown(shares, name, now)
end
if witnessed then redis.call('HSET', shop, 'witnessed', current) end

local all_told = witnessed
for _, told in ipairs(redis.call('HVALS', teachers)) do
  all_told = all_told and told == '1'
end
if all_told or now >= open_at then
  redis.call('HSET', shop, 'lineage', current)
  redis.call('DEL', teachers)
end
keep_alive(shop, teachers, room, orders, spent, done, shares)
return {'taught', (all_told or now >= open_at) and 1 or 0}
