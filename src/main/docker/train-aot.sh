#!/usr/bin/bash
# Runs the service once, on the PostgreSQL with PGMQ in QUARKUS_DATASOURCE_REACTIVE_URL, so that the JVM records what a start and the first
# requests need, and writes its AOT cache. The cache fits these jars, in this folder, and this JVM; any other ignores it.
#   train-aot.sh FOLDER    the folder with quarkus-run.jar; app.aot is written beside it
set -euo pipefail
folder=${1:?the folder is missing}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
service=
trap '[ -z "$service" ] || kill "$service" 2>/dev/null || true; rm -rf "$work"' EXIT

export QUARKUS_HTTP_PORT=${QUARKUS_HTTP_PORT:-8080} QUARKUS_MANAGEMENT_PORT=${QUARKUS_MANAGEMENT_PORT:-9000}
export TASKER_TEMPLATES_PATH=$work/tasks TASKER_AUTH=none QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_SHUTDOWN_DELAY=0S
mkdir "$work/tasks"
cat >"$work/tasks/training.yaml" <<YAML
name: training
namespace_name: training
version: 1.0.0
steps:
  - name: work
    publishes_events:
      - name: work.trained
        schema: {type: object, required: [amount], properties: {amount: {type: number}}}
YAML

# Prints the status of a response. Plain bash: the small images have no curl.
request() {
  local path=$1 body=${2:-} status
  exec 3<>"/dev/tcp/127.0.0.1/$QUARKUS_HTTP_PORT"
  if [ -n "$body" ]; then
    printf 'POST %s HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$path" "${#body}" "$body" >&3
  else
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$path" >&3
  fi
  read -r _ status _ <&3
  exec 3<&-
  echo "$status"
}

cd "$folder"
java -XX:AOTCacheOutput=app.aot ${TRAINING_OPTIONS:-} -jar quarkus-run.jar >"$work/log" 2>&1 &
service=$!
deadline=$((SECONDS + ${PATIENCE:-300}))
until "$here/health-check.sh" 2>/dev/null; do
  kill -0 "$service" 2>/dev/null && [ $SECONDS -lt $deadline ] || { cat "$work/log" >&2; exit 1; }
  sleep 0.2
done
for i in $(seq 20); do
  id=$(cat /proc/sys/kernel/random/uuid)
  status=$(request /v1/step-results '{"step_uuid":"'"$id"'","success":true,"result":{"amount":'"$i"'},"metadata":{},"task_sequence_step":{
    "task":{"task":{"task_uuid":"'"$id"'","correlation_id":"training"},"task_name":"training","task_version":"1.0.0","namespace_name":"training"},
    "workflow_step":{"workflow_step_uuid":"'"$id"'","name":"work","attempts":1}}}')
  [ "$status" = 202 ] || { echo "answered $status" >&2; cat "$work/log" >&2; exit 1; }
done
[ "$(request /v1/status)" = 200 ]
kill "$service"
wait "$service" || true
service=
[ -s app.aot ] || { cat "$work/log" >&2; exit 1; }
