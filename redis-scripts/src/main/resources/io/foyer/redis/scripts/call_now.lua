-- Calls so many more at once because an operator asked for it, beside the pace; once per request.
--
-- Invariant: nobody is called before someone present with a lower number, before the sale starts or after it has ended, nor
--   while the room settles; a request that is repeated calls nobody more. The grant budget is not touched, and the order
--   windows are elsewhere: so the shop may get more buyers, and not one order more. A paused room calls, and stays paused.
-- KEYS room (hash), eras (hash: era -> its line), present, called, owed (bitmaps), admissions (24 bits a number),
--   by-hand (hash: request -> how many it called, and when)
-- ARGV servingEra (number), request (name), calls (count), startsAt (ms), endsAt (ms; both 0: no such time), lobbyOpensAt (ms;
--   0: no draw)
-- Returns called, before (called when first asked), elsewhere (another era is served), early or over, then how many, servingEra
--   serving tail; or closed
-- Writes room, called, owed, by-hand
-- TTL a week, renewed
-- Cost O(calls), at most 1,000 of them, plus the stretch of absentees passed over / 8 bytes
-- include: clock, lineage, bits, room, eras, expiry, admission, calls

local room, eras, present, called, owed, admissions, by_hand = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local serving_era, request, calls = tonumber(ARGV[1]), ARGV[2], tonumber(ARGV[3])
local starts_at, ends_at, lobby_opens_at = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])

local REQUESTS_MANY, FORGET_AFTER = 64, 600000

local function forget_old_requests(now)
  local known = redis.call('HGETALL', by_hand)
  for i = 1, #known, 2 do
    if tonumber(string.match(known[i + 1], '(%d+)$')) < now - FORGET_AFTER then
      redis.call('HDEL', by_hand, known[i])
    end
  end
end

local state, now = load_room(room), now_millis()
if not is_open(state, lineage()) then
  return {'closed'}
end

local function reply(word, count)
  return {word, count, state.servingEra, state.serving, state.tail}
end

local before = redis.call('HGET', by_hand, request)
if before then
  return reply('before', tonumber(string.match(before, '^%d+')))
end
if ends_at > 0 and now >= ends_at then
  return reply('over', 0)
end
if not is_selling(starts_at, ends_at, now) or is_to_be_drawn(state, lobby_opens_at, now) then
  return reply('early', 0)
end
if state.servingEra ~= serving_era then
  return reply('elsewhere', 0)
end

local done = 0

local function allowed()
  return math.min(calls, CALLS_MAX) - done
end

local function pay(number)
  redis.call('SETBIT', called, number, 1)
  done = done + 1
  state.headroom = state.headroom - 1
  state.called = state.called + 1
end

call_in_order(state, eras, {present = present, owed = owed, admissions = admissions}, {allowed = allowed, pay = pay})
save_room(room, state, 'headroom', 'owed', 'serving', 'called')
redis.call('HSET', by_hand, request, string.format('%.0f %.0f', done, now))
if redis.call('HLEN', by_hand) > REQUESTS_MANY then
  forget_old_requests(now)
end
keep_alive(room, called, owed, by_hand)
return reply('called', done)
