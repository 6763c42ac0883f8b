-- Moves the serving position over those who are present, as far as the grant budget goes; once per slice.
--
-- Invariant: nobody is called before someone present with a lower number, nor without paying one token, nor before the sale
--   starts, nor once it has ended; the serving position never goes back. Returned absentees (`owed`) come first, then the
--   present, by number. When all who are present have been called, the rest of the line is passed over: its places are kept. An
--   earlier era's line comes before a later one's, and is left when all numbers known of it have been called.
-- KEYS room (hash), eras (hash: era -> its line), present, called, owed (bitmaps),
--   admissions (24 bits a number), passed (sorted set: serving position by time)
-- ARGV servingEra (number), callsPerSecond (decimal), burst (decimal), headroom (calls), calledBefore (count),
--   sliceMillis (ms), keepMillis (ms), startsAt (ms), endsAt (ms; both 0: no such time), lobbyOpensAt (ms; 0: no draw)
-- Returns open servingEra serving tail, or closed
-- Writes room, eras, called, owed, passed
-- TTL a week, renewed
-- Cost O(calls in the slice), at most 1,000 of them, plus the stretch of absentees passed over / 8 bytes
-- include: clock, lineage, bits, room, eras, expiry, admission, calls

local room, eras, present, called = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local owed, admissions, passed = KEYS[5], KEYS[6], KEYS[7]
local serving_era, rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local headroom, called_before, slice_millis, keep_millis = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local starts_at, ends_at, lobby_opens_at = tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])

local ELAPSED_MAX, PASSED_ENTRIES = 1000, 32

local state = load_room(room)
if not is_open(state, lineage()) then
  return {'closed'}
end
if state.servingEra ~= serving_era then
  return {'open', state.servingEra, state.serving, state.tail}
end

local function pay(number)
  redis.call('SETBIT', called, number, 1)
  state.tokens = state.tokens - 1
  state.headroom = state.headroom - 1
  state.called = state.called + 1
end

-- What was called since the copy that the plan is made from is taken off. A room with fewer calls than the copy has lost some: it
-- calls nobody until it is known again.
local function headroom_left()
  local since = state.called - called_before
  return since >= 0 and math.max(0, headroom - since) or 0
end

local function allowed()
  return math.max(0, math.min(math.floor(state.tokens), state.headroom, CALLS_MAX))
end

-- Remembers where the room stood, coarsely, to tell later whose place was kept long enough.
local function remember_passed(now)
  if state.serving == state.passedTo or now - state.passedAt < keep_millis / PASSED_ENTRIES then return end
  redis.call('ZADD', passed, now, string.format('%.0f', state.serving))
  local lapsed = redis.call('ZREVRANGEBYSCORE', passed, now - keep_millis, '-inf', 'WITHSCORES', 'LIMIT', 0, 1)
  if lapsed[2] then
    redis.call('ZREMRANGEBYSCORE', passed, '-inf', '(' .. lapsed[2])
  end
  state.passedAt, state.passedTo = now, state.serving
end

local function leave_era(now)
  local before = state.servingEra
  leave_finished_eras(state, eras)
  if state.servingEra ~= before then
    redis.call('ZADD', passed, now, string.format('%.0f', tail_of(state, eras, before)))
  end
end

local now = now_millis()
if now >= state.sliceAt and now - state.sliceAt < slice_millis then
  return {'open', state.servingEra, state.serving, state.tail}
end
local elapsed = math.min(math.max(now - state.sliceAt, 0), ELAPSED_MAX)
state.tokens = math.min(burst, state.tokens + rate * elapsed / 1000)
state.headroom = headroom_left()
state.sliceAt = now
local is_closed = not is_selling(starts_at, ends_at, now) or is_to_be_drawn(state, lobby_opens_at, now)
if state.paused == 0 and not is_closed then
  call_in_order(state, eras, {present = present, owed = owed, admissions = admissions}, {allowed = allowed, pay = pay})
end
remember_passed(now)
if state.owed == 0 and not is_closed then leave_era(now) end
save_room(room, state, 'tokens', 'headroom', 'sliceAt', 'owed', 'servingEra', 'serving', 'called', 'passedAt', 'passedTo')
keep_alive(eras, called, owed, passed)
return {'open', state.servingEra, state.serving, state.tail}
