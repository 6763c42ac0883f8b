-- Tells a gateway which part of the budget it may let through by itself while the store is away, and hears that it is there.
--
-- Invariant: all gateways together may let through at most half, whichever of the last answers each of them got: a share
--   grows only by what others have said that they no longer hold. An entry is as old as the last answer that its gateway is
--   known to have got, or older, and stays so while orders that it let through by itself are untold.
-- KEYS shares (hash: gateway -> when it last had an answer, and its share)
-- ARGV gateway (name), heardAt (ms; 0 = never), share (millionths that it holds), state (0 attached | 1 apart | 2 leaving),
--   leaseMillis (ms)
-- Returns kept share now (ms)
-- Writes shares
-- TTL a week, renewed
-- Cost O(gateways)
-- include: clock, shares, expiry

local shares = KEYS[1]
local gateway, heard_at, share, state, lease_millis = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])

local APART, LEAVING = '1', '2'
local now = now_millis()

if state == LEAVING then
  redis.call('HDEL', shares, gateway)
  return {'kept', 0, now}
end

-- A node's next process is there instead of the one that died.
local function node_of(name)
  return string.match(name, '^(.*)%-[^-]*$') or name
end

-- How many are there with this one, and which part is not held by others.
local function look_around()
  local live, free, known = 1, SHARES_ALL, redis.call('HGETALL', shares)
  for i = 1, #known, 2 do
    local name = known[i]
    local heard, part = read_share(known[i + 1])
    local silent = is_silent(heard, now)
    if name ~= gateway then
      if is_over(heard, now, lease_millis) or silent and node_of(name) == node_of(gateway) then
        redis.call('HDEL', shares, name)
      else
        free = free - part
        live = live + (silent and 0 or 1)
      end
    end
  end
  return live, free
end

local live, free = look_around()
local known, known_heard, known_part = redis.call('HGET', shares, gateway), 0, 0
if known then
  known_heard, known_part = read_share(known)
end
keep_alive(shares)

if state == APART then
  write_share(shares, gateway, known and known_heard or now - SILENT - 1, math.max(share, known_part))
  return {'kept', share, now}
end
-- Overtaken by a later request, or by one whose answer was lost at the very start.
if known and heard_at < known_heard then
  return {'kept', 0, now}
end
local given = math.max(0, math.min(math.floor(SHARES_ALL / live), free))
local unsure = known and heard_at == known_heard and known_part or 0
write_share(shares, gateway, heard_at > 0 and heard_at or now, math.max(share, given, unsure))
return {'kept', given, now}
