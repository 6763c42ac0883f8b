-- A room that nobody uses disappears after a week, and so do the bitmaps of an era that is over: far longer than a
-- place is kept or a pass lasts.
local function keep_alive(...)
  for _, key in ipairs({...}) do
    redis.call('EXPIRE', key, 604800)
  end
end
