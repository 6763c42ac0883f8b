-- Uses a ticket up: the buyer gave the place up, or the pass was ended.
--
-- Invariant: an ended ticket is never admitted, called or counted again.
-- KEYS room (hash), present, present-new, present-mid, active, active-new, active-mid, owed, done (bitmaps),
--   admissions (24 bits a number)
-- ARGV era (number), number (number)
-- Returns ok
-- Writes all keys
-- TTL a week, renewed
-- Cost O(1)
-- include: recency, room, expiry, admission

local room, present, present_new, present_mid = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local active, active_new, active_mid, owed, done, admissions = KEYS[5], KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local era, number = tonumber(ARGV[1]), tonumber(ARGV[2])

set_admission(admissions, number, USED_UP)
redis.call('SETBIT', done, number, 1)
forget_heard(present, present_new, present_mid, number)
forget_heard(active, active_new, active_mid, number)
if redis.call('GETBIT', owed, number) == 1 then
  redis.call('SETBIT', owed, number, 0)
  local state = load_room(room)
  if state.servingEra == era then
    redis.call('HINCRBY', room, 'owed', -1)
  end
end
keep_alive(admissions, done)
return {'ok'}
