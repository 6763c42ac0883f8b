-- The eras that somebody may still wait or shop in: `eras` (hash) has for each what is known of its line. Of the era that
-- newcomers join, the room itself has the tail. Its numbers begin behind `base`: as high as any known when it began, so that
-- what buyers read goes on where it was; order among eras comes from the eras alone.
local ERA_NUMBERS = {'tail', 'base', 'waiting', 'active', 'heardAt', 'age', 'presentTurned', 'activeTurned'}

local function era_name(number)
  return string.format('%.0f', number)
end

local function load_era(eras, number)
  local line, values = {}, string.gmatch(redis.call('HGET', eras, era_name(number)) or '', '%S+')
  for _, name in ipairs(ERA_NUMBERS) do
    line[name] = tonumber(values() or 0)
  end
  return line
end

local function save_era(eras, number, line)
  local values = {}
  for i, name in ipairs(ERA_NUMBERS) do
    values[i] = string.format('%.17g', line[name])
  end
  redis.call('HSET', eras, era_name(number), table.concat(values, ' '))
end

local function tail_of(state, eras, number)
  return number == state.era and state.tail or load_era(eras, number).tail
end

local function known_eras(eras)
  local numbers = {}
  for i, name in ipairs(redis.call('HKEYS', eras)) do
    numbers[i] = tonumber(name)
  end
  table.sort(numbers)
  return numbers
end

-- An era is left only when all numbers known of it have been called.
local function leave_finished_eras(state, eras)
  while state.servingEra < state.era and state.serving >= tail_of(state, eras, state.servingEra) do
    local next_era = state.era
    for _, number in ipairs(known_eras(eras)) do
      if number > state.servingEra and number < next_era then next_era = number end
    end
    state.servingEra, state.serving = next_era, load_era(eras, next_era).base
    state.owed, state.passedAt, state.passedTo = 0, 0, 0
  end
end
