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
-- Cost O(gateways) at most, O(1) usually, plus size / 8 bytes and one bit field for each who enters
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

local state, current = load_room(room), lineage()
if state.era ~= era or not is_open(state, current) or state.tail + size > NUMBERS_MAX then
  return {'closed'}
end

local sale = is_lobby(state) and state.lobbySale or 0
local now = now_millis()
local last = redis.call('HGET', blocks, gateway)
if last then
  local known, first, entering = string.match(last, '^(%d+) (%d+) (%d+)')
  if tonumber(known) == sequence then
    return {'joined', tonumber(first), tonumber(entering), current, now, sale}
  elseif tonumber(known) > sequence then
    return {'closed'}
  end
end

local first, entering = state.tail + 1, 0
local nobody_waits = state.servingEra == era and state.serving == state.tail and state.owed == 0
local is_closed = not is_selling(starts_at, ends_at, now) or is_to_be_drawn(state, lobby_opens_at, now)
if nobody_waits and state.paused == 0 and not is_closed then
  entering = math.max(0, math.min(size, math.floor(state.tokens), state.headroom, ENTERING_MAX))
end
state.tail = state.tail + size
if entering > 0 then
  state.serving = first + entering - 1
  state.tokens = state.tokens - entering
  state.headroom = state.headroom - entering
  state.called = state.called + entering
  state.admitted = state.admitted + entering
  fill_bits(called, first, state.serving)
  fill_bits(active, first, state.serving)
  fill_bits(active_new, first, state.serving)
  for number = first, state.serving do
    set_admission(admissions, number, admission_at(era, now))
  end
end
fill_bits(present, first + entering, state.tail)
fill_bits(present_new, first + entering, state.tail)

save_room(room, state, 'tail', 'serving', 'tokens', 'headroom', 'called', 'admitted')
redis.call('HSET', blocks, gateway, string.format('%.0f %.0f %.0f %.0f', sequence, first, entering, now))
if redis.call('HLEN', blocks) > GATEWAYS_MANY then
  forget_old_gateways(now)
end
keep_alive(room, blocks, present, present_new, called, active, active_new, admissions)
return {'joined', first, entering, current, now, sale}
