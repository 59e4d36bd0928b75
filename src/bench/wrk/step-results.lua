-- Posts a new step result of about 1 KB with every request; each thread and run makes step ids of its own.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("id", threads)
end
local count = 0
local run
function init(args)
  math.randomseed(os.time() * 1000 + id)
  run = string.format("%08x-%04x", math.random(0, 0x7fffffff), id)
end
local text = string.rep("lorem ipsum ", 24)
function request()
  count = count + 1
  local step = string.format("%s-7000-8000-%012x", run, count)
  local body = '{"step_uuid":"' .. step .. '","success":true,"attempt":1,"status":"completed","result":{"transaction_id":"t' .. count ..
    '","amount":10.50,"note":"' .. text .. '"},"metadata":{"execution_time_ms":12,"worker_id":"bench"},"task_sequence_step":{"task":{"task":' ..
    '{"task_uuid":"01890a5d-ac96-774b-bcce-b302099a8057","correlation_id":"01890a5d-ac96-774b-bcce-b302099a8058"},"task_name":"accept",' ..
    '"task_version":"1.0.0","namespace_name":"benchmark"},"workflow_step":{"workflow_step_uuid":"' .. step .. '","name":"measured","attempts":1}}}'
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, body)
end
local bad = 0
function response(status) if status ~= 202 then bad = bad + 1 end end
