-- wrk script of measure.sh: posts step results at a steady rate, each with its own due time; late ones catch up.
local ffi = require("ffi")
ffi.cdef("typedef struct { long seconds; long nanos; } timespec; int clock_gettime(int clock, timespec *time);")
local MONOTONIC = 1
local time = ffi.new("timespec")
local function micros()
  ffi.C.clock_gettime(MONOTONIC, time)
  return tonumber(time.seconds) * 1e6 + tonumber(time.nanos) / 1e3
end

local every, due, run
local sent = 0


function init(args)
  every = 1e6 / tonumber(args[1])
  math.randomseed(os.time())
  run = string.format("%08x-%04x-7000-8000-", math.random(0, 0x7fffffff), math.random(0, 0xffff))
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

local note = string.rep("lorem ipsum ", 40)
function request()
  sent = sent + 1
  local step = run .. string.format("%012x", sent)
  return wrk.format("POST", nil, nil, '{"step_uuid":"' .. step .. '","success":true,"result":{"amount":10.5,"note":"' .. note .. '"},' ..
    '"metadata":{"execution_time_ms":12},"task_sequence_step":{"task":{"task":{"task_uuid":"' .. step .. '","correlation_id":"c-' .. sent ..
    '"},"task_name":"measured_1","task_version":"1.0.0","namespace_name":"measured"},"workflow_step":{"workflow_step_uuid":"' .. step ..
    '","name":"work","attempts":1}}}')
end

function delay()
  local now = micros()
  due = (due or now) + every
  return math.max(0, (due - now) / 1000)
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT %.0f %d %.1f %.1f", summary.requests / summary.duration * 1e6,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
