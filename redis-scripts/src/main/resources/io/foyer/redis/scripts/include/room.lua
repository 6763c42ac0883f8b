-- The room's hash. An absent field is 0; a room without an era has no state. `floor` is the highest era that anybody has
-- seen: when it is higher than the room's own, this is not the room's latest state.
local ROOM_NUMBERS = {
  'era', 'tail', 'servingEra', 'serving', 'tokens', 'headroom', 'sliceAt', 'owed', 'paused',
  'called', 'admitted', 'ordered', 'passedAt', 'passedTo',
  'floor', 'vouched', 'heardSince', 'settleSoon', 'settleUntil',
  'lobbySale', 'lobbyFrom', 'lobbySize', 'drawEra', 'drawing',
}

-- All numbers, or those named: each costs Redis a search, so scripts that run often name what they need.
local function load_room(key, some, into)
  local names, state = some or ROOM_NUMBERS, into or {}
  local values = redis.call('HMGET', key, 'lineage', unpack(names))
  state.lineage = values[1]
  for i, name in ipairs(names) do
    state[name] = tonumber(values[i + 1] or 0)
  end
  return state
end

local function save_room(key, state, ...)
  local fields = {}
  for _, name in ipairs({...}) do
    fields[#fields + 1] = name
    fields[#fields + 1] = state[name]
  end
  redis.call('HSET', key, unpack(fields))
end

-- Whether newcomers join the lobby of a sale that is still to be drawn.
local function is_lobby(state)
  return state.lobbySale > 0 and state.drawEra == 0
end

-- Whether the lobby of a drawn sale is in the way: still to be opened or drawn, or drawn just now. An era is named after the
-- second in which it began: a draw from before the lobby opened is that of an earlier sale.
local function is_to_be_drawn(state, lobby_opens_at, now)
  return lobby_opens_at > 0 and (state.drawEra * 1000 < lobby_opens_at or state.drawing > now)
end

-- Whether a planned sale goes on; times that are 0 do not bound it.
local function is_selling(starts_at, ends_at, now)
  return now >= starts_at and (ends_at == 0 or now < ends_at)
end

local function is_open(state, current)
  return state.era > 0 and state.lineage == current and state.floor <= state.era
end
