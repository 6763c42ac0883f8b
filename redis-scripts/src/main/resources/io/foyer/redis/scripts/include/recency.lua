-- Who was heard from lately, as three bitmaps: `new` since the last turn, `mid` in the turn before, and `all`: those two
-- and the turn before them. Readers read `all`. With a turn every half limit, a number stays for 1 to 1.5 limits.

local function mark_heard(all, new, number)
  if redis.call('SETBIT', new, number, 1) == 0 then
    redis.call('SETBIT', all, number, 1)
  end
end

local function forget_heard(all, new, mid, number)
  for _, key in ipairs({all, new, mid}) do
    if redis.call('GETBIT', key, number) == 1 then
      redis.call('SETBIT', key, number, 0)
    end
  end
end

local function turn(all, new, mid)
  redis.call('BITOP', 'OR', all, new, mid)
  redis.call('DEL', mid)
  if redis.call('EXISTS', new) == 1 then
    redis.call('RENAME', new, mid)
  end
end

-- Turns as often as `age` asks; returns the age of the last turn. After three turns nobody is left.
local function turn_until(age, turned, half, all, new, mid)
  local turns = math.floor((age - turned) / half)
  for _ = 1, math.min(turns, 3) do
    turn(all, new, mid)
  end
  return turned + turns * half
end
