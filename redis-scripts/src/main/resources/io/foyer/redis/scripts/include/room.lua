-- The room's hash. An absent field is 0; a room without an era has no state. `floor` is the highest era that anybody has
-- seen: when it is higher than the room's own, this is not the room's latest state.
local ROOM_NUMBERS = {
  'era', 'tail', 'servingEra', 'serving', 'tokens', 'headroom', 'sliceAt', 'owed', 'paused',
  'called', 'admitted', 'ordered', 'passedAt', 'passedTo',
  'floor', 'vouched', 'heardSince', 'settleSoon', 'settleUntil',
}

local function load_room(key)
  local values = redis.call('HMGET', key, 'lineage', 'settleLineage', unpack(ROOM_NUMBERS))
  local state = {lineage = values[1], settleLineage = values[2]}
  for i, name in ipairs(ROOM_NUMBERS) do
    state[name] = tonumber(values[i + 2] or 0)
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

-- Whether a planned sale goes on; times that are 0 do not bound it.
local function is_selling(starts_at, ends_at, now)
  return now >= starts_at and (ends_at == 0 or now < ends_at)
end

local function is_open(state, current)
  return state.era > 0 and state.lineage == current and state.floor <= state.era
end
