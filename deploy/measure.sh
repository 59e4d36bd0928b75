#!/usr/bin/env bash
# Measures the start and the memory of the service, as a jar or as a binary:
#   deploy/measure.sh java -jar target/quarkus-app/quarkus-run.jar
#   deploy/measure.sh target/tasker-domain-events-*-runner
# Needs Linux, curl, wrk, and a PostgreSQL with PGMQ in QUARKUS_DATASOURCE_REACTIVE_URL, _USERNAME and _PASSWORD.
# RATE results a second (1000) for LOAD_SECONDS (30; 0 measures the start alone), TEMPLATES templates (100), RUNS starts (3), of which the
# median is printed.
set -euo pipefail
[ $# -gt 0 ] || { sed -n '2,7s/^# //p' "$0"; exit 2; }

rate=${RATE:-1000} seconds=${LOAD_SECONDS:-30} templates=${TEMPLATES:-100} runs=${RUNS:-3}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
service=
trap '[ -z "$service" ] || kill "$service" 2>/dev/null || true; wait; rm -rf "$work"' EXIT

export QUARKUS_HTTP_PORT=${QUARKUS_HTTP_PORT:-18080} QUARKUS_MANAGEMENT_PORT=${QUARKUS_MANAGEMENT_PORT:-19000}
export TASKER_TEMPLATES_PATH=$work/tasks TASKER_AUTH=${TASKER_AUTH:-none} QUARKUS_SHUTDOWN_DELAY=0S
url=http://localhost:$QUARKUS_HTTP_PORT
management=${MANAGEMENT_URL:-http://localhost:$QUARKUS_MANAGEMENT_PORT}

mkdir "$work/tasks"
for i in $(seq "$templates"); do
  cat >"$work/tasks/measured_$i.yaml" <<YAML
name: measured_$i
namespace_name: measured
version: 1.0.0
steps:
  - name: work
    publishes_events:
      - name: work.measured
        schema: {type: object, required: [amount], properties: {amount: {type: number}, note: {type: string, maxLength: $((1000 + i))}}}
YAML
done

now() { date +%s%N; }
millis() { echo $((($(now) - $1) / 1000000)); }
megabytes() { awk -v field="$1:" '$1 == field { printf "%d", $2 / 1024 }' "/proc/$service/status"; }
median() { sort -n "$work/$1" | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
body() {
  local id
  id=$(cat /proc/sys/kernel/random/uuid)
  printf '{"step_uuid":"%s","success":true,"result":{"amount":1},"metadata":{},"task_sequence_step":{"task":{"task":{"task_uuid":"%s",
    "correlation_id":"first"},"task_name":"measured_1","task_version":"1.0.0","namespace_name":"measured"},
    "workflow_step":{"workflow_step_uuid":"%s","name":"work","attempts":1}}}' "$id" "$id" "$id"
}

start() {
  local began
  began=$(now)
  "$@" >"$work/log" 2>&1 &
  service=$!
  until curl -fs -o /dev/null "$management/q/health/ready"; do
    kill -0 "$service" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  done
  millis "$began" >>"$work/ready"
  [ "$(curl -s -o "$work/answer" -w '%{http_code}' "$url/v1/step-results" -H 'Content-Type: application/json' -d "$(body)")" = 202 ] ||
    { cat "$work/answer" >&2; exit 1; }
  millis "$began" >>"$work/first"
}

stop() {
  kill "$service"
  wait "$service" || true
  service=
}

# A warm-up: it creates the tables and queues, and reads the files from disk.
start "$@"
stop
rm "$work/ready" "$work/first"
for _ in $(seq "$runs"); do
  start "$@"
  # Background work of the start ends meanwhile.
  sleep 5
  megabytes VmRSS >>"$work/idle"
  echo >>"$work/idle"
  [ "$(wc -l <"$work/ready")" = "$runs" ] || stop
done
cat <<TABLE
start to ready, $templates templates    $(median ready) ms
start to the first 202          $(median first) ms
RSS idle                        $(median idle) MB
TABLE
[ "$seconds" != 0 ] || exit 0
wrk -t1 -c64 -d"${seconds}s" -s "$here/measure.lua" "$url/v1/step-results" -- "$rate" >"$work/load"
read -r _ reached errors half tail < <(grep RESULT "$work/load")
cat <<TABLE
RSS after $reached results/s       $(megabytes VmRSS) MB (highest $(megabytes VmHWM) MB)
answers                         half within $half ms, 99 of 100 within $tail ms, $errors errors
TABLE
[ "$errors" = 0 ]
