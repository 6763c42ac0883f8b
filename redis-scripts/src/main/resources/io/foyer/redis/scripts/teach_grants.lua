-- Teaches a room that may have lost whom it admitted.
--
-- Invariant: a ticket that somebody saw admitted is not admitted anew: asked again, it gets the same answer.
-- KEYS called, active, active-new, done (bitmaps), admissions (24 bits a number)
-- ARGV era (number), then for each grant: number (number), admittedAt (ms), isUsedUp (0 or 1)
-- Returns ok
-- Writes all keys
-- TTL a week, renewed
-- Cost O(grants)
-- include: recency, expiry, admission

local called, active, active_new, done, admissions = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local era = tonumber(ARGV[1])

local function learn(number, at, is_used_up)
  local known = admission_of(admissions, number)
  if is_used_up then
    set_admission(admissions, number, USED_UP)
    redis.call('SETBIT', done, number, 1)
  elseif known == 0 then
    set_admission(admissions, number, admission_at(era, at))
    mark_heard(active, active_new, number)
  end
  redis.call('SETBIT', called, number, 1)
end

for i = 2, #ARGV, 3 do
  learn(tonumber(ARGV[i]), tonumber(ARGV[i + 1]), ARGV[i + 2] == '1')
end
keep_alive(called, active, active_new, done, admissions)
return {'ok'}
