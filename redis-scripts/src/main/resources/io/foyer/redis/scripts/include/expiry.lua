-- A room that nobody uses disappears after a week, and so do the bitmaps of an era that is over: far longer than a
-- place is kept or a pass lasts. Looking is cheaper than renewing, which also goes to the replicas: once an hour is enough.
local function keep_alive(...)
  for _, key in ipairs({...}) do
    if redis.call('TTL', key) < 601200 then
      redis.call('EXPIRE', key, 604800)
    end
  end
end
