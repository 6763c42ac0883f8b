-- Which life of the store this is: changes on every promotion and restart, unlike run_id.
local function lineage()
  return string.match(redis.call('INFO', 'replication'), 'master_replid:(%x+)')
end
