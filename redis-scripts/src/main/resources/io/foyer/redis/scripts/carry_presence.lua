-- Tells who of a drawn lobby is present, by drawn place: from now on there may be calls.
--
-- Invariant: nobody who was heard from in the meantime is forgotten; a lobby that is drawn already, or another, changes nothing.
-- KEYS room (hash), present, present-new, scratch (bitmaps)
-- ARGV drawEra (number), carried (bitmap: by drawn place)
-- Returns ok
-- Writes all keys; scratch is gone at the end
-- TTL a week, renewed
-- Cost O(numbers / 8)
-- include: room, expiry

local room, present, present_new, scratch = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local draw_era, carried = tonumber(ARGV[1]), ARGV[2]

local state = load_room(room)
if state.drawEra == draw_era and state.drawing > 0 then
  redis.call('SET', scratch, carried)
  for _, key in ipairs({present, present_new}) do
    redis.call('BITOP', 'OR', key, key, scratch)
  end
  redis.call('DEL', scratch)
  state.drawing = 0
  save_room(room, state, 'drawing')
  keep_alive(present, present_new)
end
return {'ok'}
