-- Takes a gateway's heartbeat, learns what it remembers, and brings back the room; opens the room when asked to settle it.
--
-- Invariant: an era never begins with a number that an earlier era of the room gave out, because eras rise above all that
--   anybody remembers and are named after the server's second. After any restart, promotion or loss the room goes on in a
--   new era behind all earlier ones, and only when others have had the time to tell what they remember. The serving
--   position never goes back. Presence ages only while gateways report it: an outage makes nobody absent.
-- KEYS room (hash), eras (hash: era -> its line), shop (hash), gateways (sorted set: name by time heard), present, present-new,
--   present-mid, active, active-new, active-mid, done, scratch (bitmaps), orders (sorted set: id by time it counts as created),
--   holds (sorted set: id by arrival), checkouts (32 bits a bin: how many orders took so long)
-- ARGV gateway (name), era (number), knownEra (number), knownServingEra (number), knownServing (number), knownHeardAt (ms),
--   absentAfterMillis (ms), sessionIdleMillis (ms; both 0: nobody ages now), settleSoon (ms, or empty: only look), settleFull
--   (ms, or empty), highs (count), presents (count), then era and highest number for each of highs, then the numbers present,
--   then the numbers active
-- Returns open and the room (see the end), or era and the era in force when ARGV's is none of the room's, or none, or settling
--   remaining (ms)
-- Writes room, eras, shop, gateways, present*, active*; scratch is gone at the end
-- TTL a week, renewed
-- Cost O(numbers told), plus four passes over tail / 8 bytes
-- include: clock, lineage, bits, recency, room, eras, expiry, orders

local room, eras, shop, gateways, present, present_new = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local present_mid, active, active_new, active_mid, done, scratch = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12]
local orders, holds, checkouts = KEYS[13], KEYS[14], KEYS[15]
local gateway, era, known_era = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local known_serving_era, known_serving, known_heard_at = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local absent_after, session_idle = tonumber(ARGV[7]), tonumber(ARGV[8])
local settle_soon, settle_full = tonumber(ARGV[9]), tonumber(ARGV[10])
local highs, presents, highs_at = tonumber(ARGV[11]), tonumber(ARGV[12]), 13
local numbers_at = highs_at + 2 * highs

local GATEWAY_SILENT, AGE_STEP_MAX, EXACT_PLACES, BUCKETS = 5000, 2000, 1024, 64
local ERA_SECONDS_MAX, ERA_NUMBERS_MAX, LOST_LITTLE = 604800, 10000000, 10000

local now, current, state = now_millis(), lineage(), load_room(room)
local shop_lineage = redis.call('HGET', shop, 'lineage')
state.settleLineage = redis.call('HGET', room, 'settleLineage')

redis.call('ZADD', gateways, now, gateway)
redis.call('ZREMRANGEBYSCORE', gateways, '-inf', '(' .. string.format('%.0f', now - GATEWAY_SILENT))
keep_alive(gateways)

local function learn_highest(number, highest)
  if number == state.era then
    state.tail = math.max(state.tail, highest)
  elseif number >= state.servingEra then
    local line = load_era(eras, number)
    if highest > line.tail then
      line.tail = highest
      save_era(eras, number, line)
    end
  end
end

-- Higher is truer, whoever says so and whenever: nothing here can be taken back.
local function learn()
  state.floor = math.max(state.floor, known_era)
  if known_serving_era > state.servingEra then
    state.servingEra, state.serving, state.owed, state.passedAt, state.passedTo = known_serving_era, known_serving, 0, 0, 0
  elseif known_serving_era == state.servingEra then
    state.serving = math.max(state.serving, known_serving)
  end
  for i = highs_at, numbers_at - 1, 2 do
    learn_highest(tonumber(ARGV[i]), tonumber(ARGV[i + 1]))
  end
  if state.servingEra == state.era then
    state.tail = math.max(state.tail, state.serving)
  end
  -- In a new room these become the first fields, which Redis finds soonest: those that every join reads.
  save_room(room, state, 'era', 'tail', 'floor', 'servingEra', 'serving', 'owed', 'lobbySale', 'drawEra', 'passedAt', 'passedTo')
end

local function begin_era(number, base)
  if state.era > 0 then
    local line = load_era(eras, state.era)
    line.tail = math.max(line.tail, state.tail)
    save_era(eras, state.era, line)
  end
  local line = load_era(eras, number)
  line.base = base
  save_era(eras, number, line)
  state.era, state.tail = number, base
  leave_finished_eras(state, eras)
  save_room(room, state, 'era', 'tail', 'servingEra', 'serving', 'owed', 'passedAt', 'passedTo')
end

-- Lobby numbers are drawn whatever their era, so none may be given out twice, also of those that nobody remembers.
local LOBBY_GAP_MIN, LOBBY_GAP_PART = 1000, 0.1

local function lobby_gap(highest)
  return is_lobby(state) and math.max(LOBBY_GAP_MIN, math.floor(highest * LOBBY_GAP_PART)) or 0
end

local function highest_number()
  local highest = math.max(state.tail, state.serving)
  for _, number in ipairs(known_eras(eras)) do
    highest = math.max(highest, load_era(eras, number).tail)
  end
  return highest
end

local function ask_to_settle()
  local is_new = state.era == 0 and state.floor == 0 and shop_lineage == current
  state.settleSoon = now + (is_new and 0 or settle_soon)
  state.settleUntil = now + (is_new and 0 or settle_full)
  state.settleLineage = current
  save_room(room, state, 'settleSoon', 'settleUntil', 'settleLineage')
  if settle_full == 0 then
    redis.call('HSET', shop, 'lineage', current)
    shop_lineage = current
  end
end

-- Somebody was in touch with the store and finds all or nearly all of that here: who waits is known.
local function is_vouched()
  return state.era > 0 and state.vouched > 0 and state.heardSince >= state.vouched - LOST_LITTLE
end

-- Nil when the room is open now, else the reply.
local function settle()
  state.vouched = math.max(state.vouched, known_heard_at)
  save_room(room, state, 'vouched')
  local asked = state.settleUntil > 0 and state.settleLineage == current
  if settle_full and not asked then
    ask_to_settle()
    asked = true
  end
  local over = is_vouched() and state.settleSoon or state.settleUntil
  if settle_full and now >= over then
    local is_blank = state.era == 0 and state.floor == 0
    begin_era(math.max(state.era + 1, state.floor + 1, math.floor(now / 1000)), highest_number() + lobby_gap(highest_number()))
    -- What was paid lately may be lost, so the grant budget fills up anew; of a room that is new nothing was paid.
    state.lineage, state.settleUntil, state.vouched = current, 0, 0
    state.tokens, state.headroom, state.sliceAt = math.min(state.tokens, 0), 0, is_blank and 0 or now
    save_room(room, state, 'lineage', 'settleUntil', 'vouched', 'tokens', 'headroom', 'sliceAt')
    return nil
  end
  if not asked and state.era == 0 then return {'none'} end
  return {'settling', asked and math.max(0, over - now) or 0}
end

learn()
keep_alive(room, eras)
if not is_open(state, current) then
  local reply = settle()
  if reply then return reply end
end
state.heardSince = now
save_room(room, state, 'heardSince')

-- Bitmaps grow with the numbers, so a long-lived room starts afresh at a moment when nobody waits.
local old = math.floor(now / 1000) - state.era > ERA_SECONDS_MAX or state.tail > ERA_NUMBERS_MAX
if old and state.tail > 0 and state.servingEra == state.era and state.serving == state.tail and state.owed == 0 then
  begin_era(math.max(state.era + 1, math.floor(now / 1000)), 0)
end
if era == 0 or era > state.era then
  return {'era', state.era}
end

local line, tail = load_era(eras, era), tail_of(state, eras, era)

-- Of an era that has been served to its end nobody remembers the tail, but its buyers may still shop.
local function hear()
  for i = numbers_at, #ARGV do
    local number, waits = tonumber(ARGV[i]), i < numbers_at + presents
    if number > tail and era < state.servingEra and not waits then tail = number end
    if number >= 1 and number <= tail then
      if waits then
        mark_heard(present, present_new, number)
      else
        mark_heard(active, active_new, number)
      end
    end
  end
end

local function grow_older()
  line.age = line.age + math.min(math.max(now - line.heardAt, 0), AGE_STEP_MAX)
  line.heardAt = now
  line.presentTurned = turn_until(line.age, line.presentTurned, absent_after / 2, present, present_new, present_mid)
  line.activeTurned = turn_until(line.age, line.activeTurned, session_idle / 2, active, active_new, active_mid)
end

local function count_active()
  redis.call('BITOP', 'AND', scratch, active, done)
  local spent = redis.call('BITCOUNT', scratch)
  redis.call('DEL', scratch)
  return redis.call('BITCOUNT', active) - spent
end

-- Numbers up to it have been called.
local function called_up_to()
  if era == state.servingEra then return state.serving end
  return era < state.servingEra and tail or line.base
end

-- Places past the exact ones, in at most BUCKETS stretches of whole bytes.
local function bucket_counts(called)
  local from, counts = called + 1 + EXACT_PLACES, {}
  local places = math.max(8, math.ceil((tail + 1 - from) / BUCKETS / 8) * 8)
  while from <= tail do
    local to = math.min(from + places, tail + 1)
    counts[#counts + 1] = count_bits(present, from, to)
    from = to
  end
  return places, counts
end

local function note_line(called)
  line.tail, line.active = tail, count_active()
  line.waiting = called < tail and count_bits(present, called + 1, tail + 1) or 0
  if era < state.servingEra and line.active == 0 then
    redis.call('HDEL', eras, era_name(era))
  else
    save_era(eras, era, line)
  end
end

-- Four numbers for each era that matters, and the passes of all of them.
local function all_lines()
  local lines, all_active = {}, 0
  for _, number in ipairs(known_eras(eras)) do
    local one = load_era(eras, number)
    for _, value in ipairs({number, number == state.era and state.tail or one.tail, one.waiting, one.active}) do
      lines[#lines + 1] = value
    end
    all_active = all_active + one.active
  end
  return lines, all_active
end

if absent_after > 0 then grow_older() end
hear()
keep_alive(shop, checkouts, present, present_new, present_mid, active, active_new, active_mid)

local called = called_up_to()
note_line(called)
local lines, all_active = all_lines()
local front = math.floor((called + 1) / 8)
local bucket_places, buckets = bucket_counts(called)
return {
  'open', state.era, current, state.servingEra, state.serving, state.tail, state.paused,
  era, called, redis.call('GETRANGE', present, front, front + EXACT_PLACES / 8), bucket_places, buckets, lines,
  state.called, state.admitted, state.ordered, state.owed, all_active, redis.call('GETRANGE', checkouts, 0, -1),
  orders_within(orders, MINUTE, now), orders_within(orders, FIVE_SECONDS, now), redis.call('ZCARD', holds),
  shop_lineage == current and 1 or 0, redis.call('ZRANGE', gateways, 0, -1), now,
}
