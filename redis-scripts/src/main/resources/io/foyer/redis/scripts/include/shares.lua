-- `shares` has for each gateway when it last had an answer (ms), and which part of the budget (millionths) it may let through by
-- itself when it has none. All together have at most half. Who is silent may be about to, so its share is set aside. After
-- KEPT it may not any more, and a lease and a minute later nothing of it counts.
local SHARES_ALL, SILENT, KEPT, SHARE_WINDOW = 500000, 4000, 600000, 60000

local function read_share(text)
  local heard, part = string.match(text, '^(%d+) (%d+)$')
  return tonumber(heard), tonumber(part)
end

local function write_share(shares, gateway, heard, part)
  redis.call('HSET', shares, gateway, string.format('%.0f %.0f', heard, part))
end

-- Nobody knows what it may let through: as much as all may.
local function set_aside_unknown(shares, gateway, now)
  redis.call('HSETNX', shares, gateway, string.format('%.0f %.0f', now - SILENT - 1, SHARES_ALL))
end

local function is_silent(heard, now)
  return now - heard > SILENT
end

local function is_over(heard, now, lease_millis)
  return now - heard > KEPT + lease_millis + SHARE_WINDOW
end

-- Orders of so many that silent gateways may let through, rounded up.
local function set_aside(shares, now, lease_millis)
  local sum = 0
  for _, text in ipairs(redis.call('HVALS', shares)) do
    local heard, part = read_share(text)
    if is_silent(heard, now) and not is_over(heard, now, lease_millis) then sum = sum + part end
  end
  return math.min(sum, SHARES_ALL) / 1000000
end
