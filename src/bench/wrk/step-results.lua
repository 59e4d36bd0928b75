-- Posts new step results of about 1 KB: one per request, or as many as the first argument says as a JSON array. With a second argument, their
-- namespaces are, in turn, so many that are numbered from 1. A third argument is the average pause before each request, in milliseconds.
-- The request is formatted once and taken apart at the ids, so that the load generator takes little from the cores it shares.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end

local marker = "##########ID"
local text = string.rep("lorem ipsum ", 24)
local result = '{"step_uuid":"RUN-7000-8000-' .. marker .. '","success":true,"attempt":1,"status":"completed","result":{"transaction_id":"t' ..
  marker .. '","amount":10.50,"note":"' .. text .. '"},"metadata":{"execution_time_ms":12,"worker_id":"bench"},"task_sequence_step":{"task":' ..
  '{"task":{"task_uuid":"01890a5d-ac96-774b-bcce-b302099a8057","correlation_id":"01890a5d-ac96-774b-bcce-b302099a8058","context":{}},' ..
  '"task_name":"accept","task_version":"1.0.0","namespace_name":"benchmarkNAMESPACE"},"workflow_step":{"workflow_step_uuid":"RUN-7000-8000-' ..
  marker .. '","name":"measured","attempts":1}}}'
local pieces = {}
local steps = {}
local namespaces = {}
local namespaceCount = 0
local count = 0
function init(args)
  math.randomseed(os.time() * 1000 + id)
  local results = tonumber(args[1] or "1")
  namespaceCount = tonumber(args[2] or "0")
  local pause = tonumber(args[3] or "0")
  -- wrk asks for a delay only if there is such a function.
  if pause > 0 then
    function delay() return math.random(0, 2 * pause) end
  end
  -- As long as the number of a namespace, so that the length of the body stays the same.
  local namespace = namespaceCount > 0 and "##########NS" or ""
  local body = result:gsub("RUN", string.format("%08x-%04x", math.random(0, 0x7fffffff), id)):gsub("NAMESPACE", namespace)
  if results > 1 then body = "[" .. string.rep(body .. ",", results):sub(1, -2) .. "]" end
  local whole = wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, body)
  local from = 1
  while true do
    local first, last = whole:find("##########[IN][DS]", from)
    if not first then break end
    pieces[#pieces + 1] = whole:sub(from, first - 1)
    pieces[#pieces + 1] = ""
    local kind = whole:sub(last, last) == "D" and steps or namespaces
    kind[#kind + 1] = #pieces
    from = last + 1
  end
  pieces[#pieces + 1] = whole:sub(from)
end

local perResult = 3
function request()
  for i = 1, #steps, perResult do
    count = count + 1
    local step = string.format("%012x", count)
    for j = i, i + perResult - 1 do pieces[steps[j]] = step end
  end
  if namespaceCount > 0 then
    for i = 1, #namespaces do pieces[namespaces[i]] = string.format("_%011d", 1 + (count + i) % namespaceCount) end
  end
  return table.concat(pieces)
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format("RESULT requests=%d micros=%d errors=%d p50=%d p99=%d", summary.requests, summary.duration,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout, latency:percentile(50), latency:percentile(99)))
end
