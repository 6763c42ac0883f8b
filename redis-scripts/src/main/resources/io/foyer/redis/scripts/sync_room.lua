-- Takes a gateway's heartbeat and brings back the room; opens the room when asked to settle it.
--
-- Invariant: an era never begins with a number that an earlier era of the room gave out, because eras rise and begin
--   with the server's second. After a restart or promotion of the store the room goes on only when gateways have had
--   settleMillis to tell the highest number and serving position they saw, so no number is given out twice.
--   Presence ages only while gateways report it: an outage makes nobody absent.
-- KEYS room (hash), gateways (sorted set: name by time heard), present, present-new, present-mid, active, active-new,
--   active-mid, done, scratch (bitmaps), orders (sorted set: id by time it counts as created), holds (sorted set: id by arrival)
-- ARGV gateway (name), era (number), highestNumber (number), highestServing (number), absentAfterMillis (ms), sessionIdleMillis (ms;
--   both 0: nobody ages now), settleMillis (ms, or empty: only look), presents (count), then the numbers present, then the numbers active
-- Returns open and the room (see the end), or era and the era in force when ARGV's is another, or none, or settling remaining (ms)
-- Writes room, gateways, present*, active*; scratch is gone at the end
-- TTL a week, renewed
-- Cost O(numbers told), plus four passes over tail / 8 bytes
-- include: clock, lineage, bits, recency, room, expiry, orders

local room, gateways, present, present_new, present_mid = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local active, active_new, active_mid, done, scratch = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10]
local orders, holds = KEYS[11], KEYS[12]
local gateway, era, highest_number, highest_serving = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local absent_after, session_idle, settle_millis = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local presents, numbers_at = tonumber(ARGV[8]), 9

local GATEWAY_SILENT, AGE_STEP_MAX, EXACT_PLACES, BUCKETS = 5000, 2000, 1024, 64
local ERA_SECONDS_MAX, ERA_NUMBERS_MAX = 604800, 10000000

local now, current, state = now_millis(), lineage(), load_room(room)

redis.call('ZADD', gateways, now, gateway)
redis.call('ZREMRANGEBYSCORE', gateways, '-inf', '(' .. string.format('%.0f', now - GATEWAY_SILENT))
keep_alive(gateways)

local function learn()
  state.learnedEra = math.max(state.learnedEra, era)
  if era == state.era then
    state.learnedTail = math.max(state.learnedTail, highest_number)
    state.learnedServing = math.max(state.learnedServing, highest_serving)
  end
  save_room(room, state, 'learnedEra', 'learnedTail', 'learnedServing')
  keep_alive(room)
end

local function begin_era(number)
  state.era, state.tail, state.servingEra, state.serving, state.owed = number, 0, number, 0, 0
  state.called, state.admitted, state.ordered = 0, 0, 0
  state.passedAt, state.passedTo, state.learnedTail, state.learnedServing = 0, 0, 0, 0
  save_room(room, state, 'era', 'tail', 'servingEra', 'serving', 'owed', 'called', 'admitted', 'ordered',
    'passedAt', 'passedTo', 'learnedTail', 'learnedServing')
end

local function go_on()
  state.tail = math.max(state.tail, state.learnedTail, state.learnedServing)
  if state.servingEra == state.era then
    state.serving = math.max(state.serving, state.learnedServing)
  end
  state.learnedTail, state.learnedServing = 0, 0
  save_room(room, state, 'tail', 'serving', 'learnedTail', 'learnedServing')
end

-- Nil when the room is open now, else the reply.
local function settle()
  local asked = state.settleUntil > 0 and state.settleLineage == current
  if settle_millis and not asked then
    state.settleUntil, state.settleLineage, asked = now + settle_millis, current, true
    save_room(room, state, 'settleUntil', 'settleLineage')
  end
  if settle_millis and now >= state.settleUntil then
    if state.era == 0 then
      begin_era(math.max(state.learnedEra + 1, math.floor(now / 1000)))
    else
      go_on()
    end
    state.lineage, state.settleUntil = current, 0
    save_room(room, state, 'lineage', 'settleUntil')
    return nil
  end
  if not asked and state.era == 0 then return {'none'} end
  return {'settling', asked and math.max(0, state.settleUntil - now) or 0}
end

if state.era == 0 or state.lineage ~= current then
  learn()
  local reply = settle()
  if reply then return reply end
end

-- Bitmaps grow with the numbers, so a long-lived room starts afresh at a moment when nobody waits.
local old = math.floor(now / 1000) - state.era > ERA_SECONDS_MAX or state.tail > ERA_NUMBERS_MAX
if old and state.tail > 0 and state.serving == state.tail and state.owed == 0 then
  begin_era(math.max(state.era + 1, math.floor(now / 1000)))
end
if era ~= state.era then
  return {'era', state.era}
end

local function hear()
  for i = numbers_at, #ARGV do
    local number = tonumber(ARGV[i])
    if number >= 1 and number <= state.tail then
      if i < numbers_at + presents then
        mark_heard(present, present_new, number)
      else
        mark_heard(active, active_new, number)
      end
    end
  end
end

local function grow_older()
  state.age = state.age + math.min(math.max(now - state.heardAt, 0), AGE_STEP_MAX)
  state.heardAt = now
  state.presentTurned = turn_until(state.age, state.presentTurned, absent_after / 2, present, present_new, present_mid)
  state.activeTurned = turn_until(state.age, state.activeTurned, session_idle / 2, active, active_new, active_mid)
  save_room(room, state, 'age', 'heardAt', 'presentTurned', 'activeTurned')
end

local function count_active()
  redis.call('BITOP', 'AND', scratch, active, done)
  local spent = redis.call('BITCOUNT', scratch)
  redis.call('DEL', scratch)
  return redis.call('BITCOUNT', active) - spent
end

-- Places past the exact ones, in at most BUCKETS stretches of whole bytes.
local function bucket_counts()
  local from, counts = state.serving + 1 + EXACT_PLACES, {}
  local places = math.max(8, math.ceil((state.tail + 1 - from) / BUCKETS / 8) * 8)
  while from <= state.tail do
    local to = math.min(from + places, state.tail + 1)
    counts[#counts + 1] = count_bits(present, from, to)
    from = to
  end
  return places, counts
end

if absent_after > 0 then grow_older() end
hear()
keep_alive(room, present, present_new, present_mid, active, active_new, active_mid)

local front = math.floor((state.serving + 1) / 8)
local bucket_places, buckets = bucket_counts()
return {
  'open', state.era, current, state.servingEra, state.serving, state.tail, state.paused,
  redis.call('GETRANGE', present, front, front + EXACT_PLACES / 8), bucket_places, buckets,
  state.called, state.admitted, state.ordered, state.owed, count_active(),
  orders_within(orders, MINUTE, now), orders_within(orders, FIVE_SECONDS, now), redis.call('ZCARD', holds),
  redis.call('ZCARD', gateways), now,
}
