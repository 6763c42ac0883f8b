-- Bitmaps by number. BITPOS and BITCOUNT count in bytes only before Redis 7, so edges are done by hand.

local function bit_of(byte, index)
  return math.floor(byte / 2 ^ (7 - index)) % 2
end

-- Sets all bits of the numbers from .. to: whole bytes at once, what sticks out at either end as one number.
local function fill_bits(key, from, to)
  local ends = {}
  local function fill_end(first, count)
    if count > 0 then
      for _, value in ipairs({'SET', 'u' .. count, first, 2 ^ count - 1}) do
        ends[#ends + 1] = value
      end
    end
  end
  local low, high = math.ceil(from / 8), math.floor((to + 1) / 8)
  if to - from < 48 then
    fill_end(from, to - from + 1)
  else
    redis.call('SETRANGE', key, low, string.rep('\255', high - low))
    fill_end(from, low * 8 - from)
    fill_end(high * 8, to + 1 - high * 8)
  end
  if #ends > 0 then redis.call('BITFIELD', key, unpack(ends)) end
end

-- Up to `limit` numbers, ascending, whose bit is set, none below `from`. Empty stretches cost one BITPOS each.
local function set_bits(key, from, limit)
  local found, byte = {}, math.floor(from / 8)
  while #found < limit do
    local first = redis.call('BITPOS', key, 1, byte)
    if first < 0 then break end
    byte = math.floor(first / 8)
    local chunk = redis.call('GETRANGE', key, byte, byte + 63)
    for i = 1, #chunk do
      local value = string.byte(chunk, i)
      if value > 0 then
        for index = 0, 7 do
          local number = (byte + i - 1) * 8 + index
          if number >= from and bit_of(value, index) == 1 then
            if #found == limit then return found end
            found[#found + 1] = number
          end
        end
      end
    end
    byte = byte + 64
  end
  return found
end

-- How many numbers below `to` have their bit set in to's own byte.
local function count_edge(key, to)
  local byte, count = string.byte(redis.call('GETRANGE', key, math.floor(to / 8), math.floor(to / 8))) or 0, 0
  for index = 0, to % 8 - 1 do
    count = count + bit_of(byte, index)
  end
  return count
end

-- How many numbers from .. to - 1 have their bit set.
local function count_bits(key, from, to)
  local low, high = math.floor(from / 8), math.floor(to / 8)
  local whole = high > low and redis.call('BITCOUNT', key, low, high - 1) or 0
  return whole + count_edge(key, to) - count_edge(key, from)
end
