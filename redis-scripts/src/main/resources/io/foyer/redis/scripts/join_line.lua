-- Gives a block of newcomers its numbers.
--
-- Invariant: numbers rise and no number is given out twice in an era; the same block always gets the same numbers.
--   Nobody enters at once while anybody waits or is owed, nor outside the time of the sale.
-- KEYS room (hash), blocks (hash: gateway -> its last block), present, present-new, called, active, active-new (bitmaps),
--   admissions (24 bits a number)
-- ARGV gateway (name), sequence (count), size (places), era (number), startsAt (ms), endsAt (ms; both 0: no such time),
--   lobbyOpensAt (ms; 0: no draw)
-- Returns joined first entering lineage now (ms) and the sale in whose lobby the numbers are, or 0; or closed
-- Writes all keys
-- TTL a week, renewed
-- Cost O(gateways) at most, O(1) usually, plus size / 8 bytes and 3 bytes for each who enters
-- include: clock, lineage, bits, room, expiry, admission

local room, blocks, present, present_new = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local called, active, active_new, admissions = KEYS[5], KEYS[6], KEYS[7], KEYS[8]
local gateway, sequence, size, era = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local starts_at, ends_at, lobby_opens_at = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])

local ENTERING_MAX, NUMBERS_MAX, GATEWAYS_MANY, FORGET_AFTER = 1000, 100000000, 64, 60000

local function forget_old_gateways(now)
  local known = redis.call('HGETALL', blocks)
  for i = 1, #known, 2 do
    local at = tonumber(string.match(known[i + 1], '(%d+)$'))
    if at < now - FORGET_AFTER then
      redis.call('HDEL', blocks, known[i])
    end
  end
end

local JOIN_NUMBERS = {'era', 'tail', 'floor', 'servingEra', 'serving', 'owed', 'lobbySale', 'drawEra'}
local ENTRY_NUMBERS = {'paused', 'tokens', 'headroom', 'called', 'admitted', 'drawing'}

local state, current = load_room(room, JOIN_NUMBERS), lineage()
if state.era ~= era or not is_open(state, current) or state.tail + size > NUMBERS_MAX then
  return {'closed'}
end

local sale = is_lobby(state) and state.lobbySale or 0
local now = now_millis()
local last, last_at = redis.call('HGET', blocks, gateway), 0
if last then
  local known, first, entering, at = string.match(last, '^(%d+) (%d+) (%d+) (%d+)')
  last_at = tonumber(at)
  if tonumber(known) == sequence then
    return {'joined', tonumber(first), tonumber(entering), current, now, sale}
  elseif tonumber(known) > sequence then
    return {'closed'}
  end
end

-- How many of the block need not wait.
local function entering_of(places)
  if state.servingEra ~= era or state.serving ~= state.tail or state.owed ~= 0 then return 0 end
  load_room(room, ENTRY_NUMBERS, state)
  local is_closed = not is_selling(starts_at, ends_at, now) or is_to_be_drawn(state, lobby_opens_at, now)
  if state.paused ~= 0 or is_closed then return 0 end
  return math.max(0, math.min(places, math.floor(state.tokens), state.headroom, ENTERING_MAX))
end

local function let_in(from, to)
  state.serving = to
  for name, change in pairs({tokens = -1, headroom = -1, called = 1, admitted = 1}) do
    state[name] = state[name] + change * (to + 1 - from)
  end
  fill_bits(called, from, to)
  fill_bits(active, from, to)
  fill_bits(active_new, from, to)
  set_admissions(admissions, from, to, admission_at(era, now))
  save_room(room, state, 'serving', 'tokens', 'headroom', 'called', 'admitted')
  keep_alive(called, active, active_new, admissions)
end

local first, entering = state.tail + 1, entering_of(size)
state.tail = state.tail + size
save_room(room, state, 'tail')
if entering > 0 then let_in(first, first + entering - 1) end
if entering < size then
  fill_bits(present, first + entering, state.tail)
  fill_bits(present_new, first + entering, state.tail)
end

redis.call('HSET', blocks, gateway, string.format('%.0f %.0f %.0f %.0f', sequence, first, entering, now))
if not last and redis.call('HLEN', blocks) > GATEWAYS_MANY then
  forget_old_gateways(now)
end
-- Once a second, as heartbeats do.
if math.floor(now / 1000) ~= math.floor(last_at / 1000) then
  keep_alive(room, blocks, present, present_new)
end
return {'joined', first, entering, current, now, sale}
