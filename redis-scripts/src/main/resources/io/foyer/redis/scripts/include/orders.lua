-- `orders` has an order's id with the time at which it counts as created: the end of its lease while it is under way
-- (so in the future), the time of its settlement afterwards. An order that came to nothing stays for ten seconds below
-- all windows, so that a late repeat of its reservation cannot bring it back.
local MINUTE, FIVE_SECONDS, GONE_FOR = 60000, 5000, 10000

-- Clocks count whole milliseconds, rounded down; counting the boundary in makes the window never too short.
local function orders_within(orders, window, now)
  return redis.call('ZCOUNT', orders, now - window, '+inf')
end

local function trim_orders(orders, now)
  redis.call('ZREMRANGEBYSCORE', orders, '-inf', '(' .. string.format('%.0f', now - MINUTE - 1 - GONE_FOR))
end

-- An order that is no longer asked for loses its turn, so that a dead gateway does not hold up the others.
local function drop_silent_holds(holds, asked, now)
  local silent = redis.call('ZRANGEBYSCORE', asked, '-inf', '(' .. string.format('%.0f', now - 2000), 'LIMIT', 0, 1000)
  for _, id in ipairs(silent) do
    redis.call('ZREM', holds, id)
    redis.call('ZREM', asked, id)
  end
end
