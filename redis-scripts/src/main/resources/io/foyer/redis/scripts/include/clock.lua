-- Server time, the only clock. A script that reads it must replicate its effects, not itself; before Redis 7 it has to ask.
if redis.replicate_commands then redis.replicate_commands() end
local function now_millis()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end
