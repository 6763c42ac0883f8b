-- Calls those who are present, in line order: returned absentees first, then by number. `line` has the serving era's bitmaps,
-- `calls` says how many more may be called (`allowed`) and books each (`pay`).
local CALLS_MAX = 1000

-- One who was owed and went away again is owed anew on the next return.
local function call_owed(state, line, calls)
  for _, number in ipairs(set_bits(line.owed, 1, math.min(state.owed, CALLS_MAX))) do
    local here = redis.call('GETBIT', line.present, number) == 1
    if here and calls.allowed() == 0 then return end
    if here then calls.pay(number) end
    redis.call('SETBIT', line.owed, number, 0)
    state.owed = state.owed - 1
  end
end

local function call_present(state, eras, line, calls)
  local limit = calls.allowed()
  if limit == 0 then return end
  local here = set_bits(line.present, state.serving + 1, limit)
  for _, number in ipairs(here) do
    if admission_of(line.admissions, number) ~= USED_UP then calls.pay(number) end
    state.serving = number
  end
  if #here < limit then
    state.serving = math.max(state.serving, tail_of(state, eras, state.servingEra))
  end
end

local function call_in_order(state, eras, line, calls)
  call_owed(state, line, calls)
  if state.owed == 0 then call_present(state, eras, line, calls) end
end
