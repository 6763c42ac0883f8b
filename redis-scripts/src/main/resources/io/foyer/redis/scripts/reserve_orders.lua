-- Gives orders a slot in both windows and a credit, in the order of their arrival at any gateway.
--
-- Invariant: at the shop, no span of 60 s sees more orders created than perMinute, and none of 5 s more than per5s.
--   Proof: an order is reserved at r, created at c and settled at s, with r <= c <= s, and it counts here from r until
--   s + W. Take a span (t - W, t] and, of the orders created in it, the one reserved last, at r <= t. Any other, created
--   at c > t - W, was reserved before r and counts until s + W >= c + W > t >= r: it was counted when the last one was
--   reserved, so all of them together are within the limit.
--   While the windows may have lost orders (the store is another, or lost its data), nothing is reserved. What gateways out of
--   touch may let through by themselves is set aside; docs/protocol.md has the proof for both together.
--   A place never has more orders under way and created than its credit. Number 0 is nobody's place: it takes slots alone.
-- KEYS shop (hash), orders (sorted set: id by time it counts as created), holds (sorted set: id by arrival),
--   asked (sorted set: held id by time it was last asked for), arrivals (counter), spent (4 bits a number), done (bitmap),
--   shares (hash: gateway -> when it last had an answer, and its share)
-- ARGV perMinute (orders), per5s (orders), leaseMillis (ms), then for each order: id, number (number), credit (orders)
-- Returns verdicts, then for each order: 0 reserved | 1 held | 2 no credit, ahead, retryAfter (ms)
-- Writes all keys but shares
-- TTL a week, renewed
-- Cost O(orders in the batch x log orders in a minute + gateways)
-- include: clock, lineage, orders, shares, expiry

local shop, orders, holds, asked, arrivals, spent, done = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local shares = KEYS[8]
local per_minute, per_5s, lease_millis = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local RESERVED, HELD, NO_CREDIT, NOBODY = 0, 1, 2, '0'
-- An order under way may free its slot at any moment, so others ask often; a settled one frees it at a known time.
local RETRY_UNSURE, RETRY_MAX = 250, 1000

local now, is_open = now_millis(), redis.call('HGET', shop, 'lineage') == lineage()
local aside = set_aside(shares, now, lease_millis)
per_minute, per_5s = per_minute - math.floor(per_minute * aside), per_5s - math.floor(per_5s * aside)
trim_orders(orders, now)
drop_silent_holds(holds, asked, now)
local in_minute = orders_within(orders, MINUTE, now)
local in_5s = orders_within(orders, FIVE_SECONDS, now)
local under_way = orders_within(orders, -1, now)

-- When a window with `taken` of `limit` slots has let go of enough of them for the order with `ahead` others before it.
local function opens_in(window, taken, limit, ahead)
  local excess = taken - limit + ahead
  if excess < 0 then return 0 end
  local entry = redis.call('ZRANGEBYSCORE', orders, now - window, '+inf', 'WITHSCORES', 'LIMIT', excess, 1)
  return entry[2] and tonumber(entry[2]) + window + 1 - now or RETRY_MAX
end

local function retry_after(ahead)
  if not is_open then return RETRY_UNSURE end
  local known = math.max(opens_in(MINUTE, in_minute, per_minute, ahead), opens_in(FIVE_SECONDS, in_5s, per_5s, ahead))
  return math.max(1, math.min(known, under_way > 0 and RETRY_UNSURE or RETRY_MAX))
end

local function let_go(id)
  redis.call('ZREM', holds, id)
  redis.call('ZREM', asked, id)
end

local function reserve(id, number, credit, taken)
  redis.call('ZADD', orders, now + lease_millis, id)
  if number ~= NOBODY then
    redis.call('BITFIELD', spent, 'SET', 'u4', '#' .. number, taken + 1)
    if taken + 1 >= credit then
      redis.call('SETBIT', done, number, 1)
    end
  end
  in_minute, in_5s, under_way = in_minute + 1, in_5s + 1, under_way + 1
end

local function decide(id, number, credit)
  local known = redis.call('ZSCORE', orders, id)
  if known then
    return tonumber(known) < now - MINUTE and NO_CREDIT or RESERVED, 0, 0
  end
  local taken = redis.call('BITFIELD', spent, 'GET', 'u4', '#' .. number)[1]
  local rank = redis.call('ZRANK', holds, id)
  if taken >= credit then
    if rank then let_go(id) end
    return NO_CREDIT, 0, 0
  end
  local ahead = rank or redis.call('ZCARD', holds)
  if is_open and ahead < math.min(per_minute - in_minute, per_5s - in_5s) then
    if rank then let_go(id) end
    reserve(id, number, credit, taken)
    return RESERVED, 0, 0
  end
  if not rank then
    redis.call('ZADD', holds, redis.call('INCR', arrivals), id)
  end
  redis.call('ZADD', asked, now, id)
  return HELD, ahead, retry_after(ahead)
end

local verdicts = {'verdicts'}
for i = 4, #ARGV, 3 do
  local kind, ahead, retry = decide(ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2]))
  verdicts[#verdicts + 1] = kind
  verdicts[#verdicts + 1] = ahead
  verdicts[#verdicts + 1] = retry
end
keep_alive(orders, holds, asked, arrivals, spent, done)
return verdicts
