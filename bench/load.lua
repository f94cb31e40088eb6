-- Makes the requests of one row for wrk: arguments are the kind of request, the API keys that take turns, separated by
-- commas, how many lines, the first of them, and a text that makes idempotency keys new.
local kind, lines, from, run
local keys = {}
local n = 0
local gets = {}

function init(args)
  kind, lines, from, run = args[1], tonumber(args[3]), tonumber(args[4]), args[5]
  for key in string.gmatch(args[2], "[^,]+") do keys[#keys + 1] = key end
end

local function get(path, headers)
  local name = path .. (headers["X-API-Key"] or "")
  local text = gets[name]
  if not text then
    text = wrk.format("GET", path, headers)
    gets[name] = text
  end
  return text
end

function request()
  local at = n
  n = n + 1
  local key = keys[at % #keys + 1]
  local msisdn = string.format("090%08d", 10000000 + from + at % lines)
  local path = "/sims/" .. msisdn
  if kind == "read" then return get(path, { ["X-API-Key"] = key }) end
  if kind == "stranger" then return get(path, {}) end
  if kind == "problem" then return get("/sims/0901", { ["X-API-Key"] = key }) end
  local id = kind == "replay" and at % lines or at
  local headers = {
    ["X-API-Key"] = key,
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = run .. "-" .. id,
  }
  return wrk.format("POST", path .. "/quota", headers, '{"amountMb":100}')
end

function done(summary, latency)
  local format = '{"requests":%d,"microseconds":%d,"p50":%.3f,"p99":%.3f,"refused":%d,"lost":%d}\n'
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(format:format(summary.requests, summary.duration, latency:percentile(50) / 1000,
    latency:percentile(99) / 1000, errors.status, lost))
end
