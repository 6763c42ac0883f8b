-- Opens the lobby of a drawn sale when it is time, and draws it at the start.
--
-- Invariant: a lobby's size and the era of its drawn line are settled once. The lobby closes in the same step as its size is
--   read: every number is either drawn or behind all that are. What a gateway remembers of them is believed by a store that
--   lost it, so a draw that anybody was told of is never made anew. Nobody of the lobby is called by lobby number.
-- KEYS room (hash), eras (hash: era -> its line)
-- ARGV opensAt (ms), startsAt (ms), commitment (hex: to the key of the sale that opens now), knownSale (ms), knownCommitment
--   (hex), knownSize (places), knownDrawEra (number), drawingMillis (ms: calls wait so long for presence to be carried over)
-- Returns lobby sale commitment size drawEra isDrawing, and the lobby's eras as far as they are known (before the draw: the first)
-- Writes room, eras
-- TTL a week, renewed
-- Cost O(eras)
-- include: clock, lineage, room, eras, expiry

local room, eras = KEYS[1], KEYS[2]
local opens_at, starts_at, commitment = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local known_sale, known_commitment, known_size = tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6])
local known_draw_era, drawing_millis = tonumber(ARGV[7]), tonumber(ARGV[8])

local now, state = now_millis(), load_room(room)

local function serve_from(era)
  state.servingEra, state.serving, state.owed, state.passedAt, state.passedTo = era, 0, 0, 0, 0
end

local function draw(size, era)
  state.lobbySize, state.drawEra, state.drawing = size, era, now + drawing_millis
  if state.servingEra < era then serve_from(era) end
end

local function learn()
  if known_sale > state.lobbySale then
    state.lobbySale, state.lobbyFrom, state.lobbySize, state.drawEra = known_sale, 0, 0, 0
    redis.call('HSET', room, 'commitment', known_commitment)
    redis.call('HDEL', room, 'lobbyEras')
  end
  if known_sale == state.lobbySale and known_draw_era > 0 and state.drawEra == 0 then
    draw(known_size, known_draw_era)
    state.floor = math.max(state.floor, known_draw_era)
    local line = load_era(eras, known_draw_era)
    line.tail = math.max(line.tail, known_size)
    save_era(eras, known_draw_era, line)
    if state.era == known_draw_era then state.tail = math.max(state.tail, known_size) end
  end
end

local function begin_era(tail)
  local before = load_era(eras, state.era)
  before.tail = math.max(before.tail, state.tail)
  save_era(eras, state.era, before)
  state.era, state.tail = math.max(state.era + 1, math.floor(now / 1000)), tail
  save_era(eras, state.era, load_era(eras, state.era))
end

-- Of another sale than the one that was drawn last: an era is named after the second in which it began.
local function is_due()
  local before = state.lobbySale == 0 or state.drawEra > 0 and opens_at > state.drawEra * 1000
  return before and now >= opens_at
end

local function open_lobby()
  begin_era(0)
  serve_from(state.era)
  state.lobbySale, state.lobbyFrom, state.lobbySize, state.drawEra, state.drawing = opens_at, state.era, 0, 0, 0
  redis.call('HSET', room, 'commitment', commitment)
  redis.call('HDEL', room, 'lobbyEras')
end

-- Those who come from now on stand behind the lobby, in an era of their own numbers.
local function draw_lobby()
  local size, of_lobby = state.tail, {}
  for _, era in ipairs(known_eras(eras)) do
    if era >= state.lobbyFrom then of_lobby[#of_lobby + 1] = era_name(era) end
  end
  redis.call('HSET', room, 'lobbyEras', table.concat(of_lobby, ' '))
  begin_era(size)
  draw(size, state.era)
end

learn()
if is_open(state, lineage()) then
  if is_due() then open_lobby() end
  if is_lobby(state) and now >= starts_at then draw_lobby() end
end
save_room(room, state, 'era', 'tail', 'servingEra', 'serving', 'owed', 'passedAt', 'passedTo', 'floor', 'lobbySale',
  'lobbyFrom', 'lobbySize', 'drawEra', 'drawing')
keep_alive(room, eras)
local of_lobby, first = {}, state.lobbyFrom > 0 and era_name(state.lobbyFrom) or ''
for era in string.gmatch(redis.call('HGET', room, 'lobbyEras') or first, '%d+') do
  of_lobby[#of_lobby + 1] = tonumber(era)
end
return {
  'lobby', state.lobbySale, redis.call('HGET', room, 'commitment') or '', state.lobbySize, state.drawEra,
  state.drawing > now and 1 or 0, of_lobby,
}
