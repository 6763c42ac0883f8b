-- Admits a called ticket, once.
--
-- Invariant: a place is admitted at most once, and only when called; asked again it gets the same answer, unpaid. Who was
--   present when called has been paid for by that call; who was not pays on return, after all who returned earlier in line.
--   Once the sale has ended only who has been paid for goes in. Nobody is admitted while the room settles: who was admitted
--   before may still be to be learned.
-- KEYS room (hash), present, present-new, called, owed, active, active-new (bitmaps), admissions (24 bits a number),
--   passed (sorted set: serving position by time)
-- ARGV era (number), number (number), keepMillis (ms), sessionMaxMillis (ms), startsAt (ms), endsAt (ms; both 0: no
--   such time)
-- Returns admitted at (ms), or waiting, soon, over
-- Writes room, present, present-new, called, owed, active, active-new, admissions
-- TTL a week, renewed
-- Cost O(1)
-- include: clock, lineage, recency, room, expiry, admission

local room, present, present_new, called, owed = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local active, active_new, admissions, passed = KEYS[6], KEYS[7], KEYS[8], KEYS[9]
local era, number, keep_millis, session_max = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local starts_at, ends_at = tonumber(ARGV[5]), tonumber(ARGV[6])

local state = load_room(room)
if not is_open(state, lineage()) or era > state.servingEra or (era == state.servingEra and number > state.serving) then
  return {'waiting'}
end

-- Places from before the lobby are of another sale, and those of the lobby itself are exchanged for drawn ones.
if state.lobbySale > 0 and era < math.max(state.lobbyFrom, state.drawEra) then
  return {'waiting'}
end

local now = now_millis()
local admission = admission_of(admissions, number)
if admission > 0 then
  local at = admitted_millis(era, admission)
  if admission == USED_UP or now >= at + session_max or redis.call('GETBIT', active, number) == 0 then
    return {'over'}
  end
  return {'admitted', at}
end

local stood = redis.call('ZREVRANGEBYSCORE', passed, now - keep_millis, '-inf', 'LIMIT', 0, 1)
if stood[1] and number <= tonumber(stood[1]) then
  return {'over'}
end

-- A place of an earlier era is ahead of everybody in this one: it may borrow one token from the next slice.
local function can_pay()
  local needed = era < state.servingEra and 0 or 1
  local first = era < state.servingEra or state.owed == 0
  return first and state.paused == 0 and is_selling(starts_at, ends_at, now) and state.tokens >= needed and state.headroom >= 1
end

if redis.call('GETBIT', called, number) == 0 then
  if can_pay() then
    redis.call('SETBIT', called, number, 1)
    state.tokens = state.tokens - 1
    state.headroom = state.headroom - 1
    state.called = state.called + 1
  else
    mark_heard(present, present_new, number)
    if redis.call('SETBIT', owed, number, 1) == 0 and era == state.servingEra then
      state.owed = state.owed + 1
      save_room(room, state, 'owed')
    end
    keep_alive(present, present_new, owed)
    return {'soon'}
  end
end

admission = admission_at(era, now)
set_admission(admissions, number, admission)
mark_heard(active, active_new, number)
state.admitted = state.admitted + 1
save_room(room, state, 'tokens', 'headroom', 'called', 'admitted')
keep_alive(called, admissions, active, active_new)
return {'admitted', admitted_millis(era, admission)}
