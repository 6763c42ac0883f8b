-- `admissions` has 24 bits a number: 0 = not admitted, USED_UP = left or ended, else seconds since the era began, plus 1.
-- An era is named after the second in which it began, so the time needs no other field.
local USED_UP = 16777215

local function admission_of(admissions, number)
  return redis.call('BITFIELD', admissions, 'GET', 'u24', '#' .. string.format('%.0f', number))[1]
end

local function set_admission(admissions, number, value)
  redis.call('BITFIELD', admissions, 'SET', 'u24', '#' .. string.format('%.0f', number), value)
end

-- The same for the numbers from .. to.
local function set_admissions(admissions, from, to, value)
  local bytes = string.char(math.floor(value / 65536), math.floor(value / 256) % 256, value % 256)
  redis.call('SETRANGE', admissions, from * 3, string.rep(bytes, to + 1 - from))
end

local function admission_at(era, now)
  return math.min(math.max(math.floor(now / 1000) - era, 0) + 1, USED_UP - 1)
end

local function admitted_millis(era, admission)
  return (era + admission - 1) * 1000
end
