#!/usr/bin/env bash
# Smoke test: posts a result, expects its event and the notification of orchestration in their queues, and the same
# response when it posts again. It exits with 0 on success.
#
#   deploy/smoke.sh                      a service on this machine, and the database that psql reaches (PGHOST, PGDATABASE, ...)
#   deploy/smoke.sh compose              deploy/compose.yaml
#   deploy/smoke.sh cluster NAMESPACE    the service of a Kubernetes namespace, and the pod labelled as its database
#                                        (of CloudNativePG, the primary)
#
# SERVICE_URL, MANAGEMENT_URL  where it listens      TASK_NAMESPACE  a namespace of templates that are loaded ("shipping")
# API_KEY or TOKEN  authentication                   PATIENCE        seconds to wait until it is ready (60)
set -euo pipefail

target=${1:-local}
namespace=${TASK_NAMESPACE:-shipping}
SERVICE_URL=${SERVICE_URL:-http://localhost:8080}
MANAGEMENT_URL=${MANAGEMENT_URL:-http://localhost:9000}
psql=(psql)
answer=$(mktemp)
forward=
trap 'rm -f "$answer"; [ -z "$forward" ] || kill "$forward"' EXIT

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

case $target in
  local) ;;
  compose)
    psql=(docker compose -f "$(dirname "$0")/compose.yaml" exec -T postgres psql -U postgres tasker)
    ;;
  cluster)
    cluster=${2:?the namespace is missing}
    for role in ,cnpg.io/instanceRole=primary ''; do
      database=$(kubectl -n "$cluster" get pod -l "app.kubernetes.io/component=database$role" -o jsonpath='{.items[*].metadata.name}')
      database=${database%% *}
      [ -z "$database" ] || break
    done
    [ -n "$database" ] || fail "no pod of namespace $cluster has the label app.kubernetes.io/component=database"
    psql=(kubectl -n "$cluster" exec -i "$database" -- psql -U postgres "${PGDATABASE:-tasker}")
    SERVICE_URL=http://localhost:18080 MANAGEMENT_URL=http://localhost:19000
    kubectl -n "$cluster" port-forward service/tasker-domain-events 18080:8080 19000:9000 >/dev/null &
    forward=$!
    ;;
  *) fail "unknown target $target" ;;
esac

sql() {
  "${psql[@]}" -X -qtA -v ON_ERROR_STOP=1 -c "$1" </dev/null
}

deadline=$((SECONDS + ${PATIENCE:-60}))
until curl -fs -m 6 -o "$answer" "$MANAGEMENT_URL/q/health/ready"; do
  [ $SECONDS -lt $deadline ] || fail "not ready at $MANAGEMENT_URL: $(cat "$answer")"
  sleep 0.5
done

credentials=()
[ -z "${API_KEY:-}" ] || credentials=(-H "X-API-Key: $API_KEY")
[ -z "${TOKEN:-}" ] || credentials=(-H "Authorization: Bearer $TOKEN")
step=$(sql "select gen_random_uuid()") || fail "no database: ${psql[*]}"
# The result contains its step's definition, so that any template's namespace works.
body='{"step_uuid":"'$step'","success":true,"result":{"smoke":true},"metadata":{},"task_sequence_step":{
  "task":{"namespace_name":"'$namespace'","task_name":"smoke_test","task_version":"1.0.0",
          "task":{"task_uuid":"'$step'","correlation_id":"smoke-'$step'"}},
  "workflow_step":{"workflow_step_uuid":"'$step'","name":"smoke","attempts":1},
  "step_definition":{"name":"smoke","publishes_events":[{"name":"smoke.tested"}]}}}'

post() {
  curl -sS -m 30 -o "$answer" -w '%{http_code}' "$SERVICE_URL/v1/step-results" -H 'Content-Type: application/json' "${credentials[@]}" -d "$body"
}

# Succeeds if a queue holds the message of this step; archives it, so that no consumer processes the test.
take() {
  sql "select count(*) from (select pgmq.archive('$1', msg_id) from pgmq.q_$1 where $2 = '$step') as archived"
}

status=$(post) || fail "no answer from $SERVICE_URL"
[ "$status" = 202 ] || fail "posted, response $status: $(cat "$answer")"
receipt=$(cat "$answer")
status=$(post)
[ "$status" = 200 ] || fail "posted again, response $status: $(cat "$answer")"
[ "$receipt" = "$(cat "$answer")" ] || fail "the second answer is not the first: $receipt $(cat "$answer")"
events=$(take "${namespace}_domain_events" "message->'metadata'->>'step_uuid'") || fail "no queue for the events, for $receipt"
[ "$events" = 1 ] || fail "$events events in ${namespace}_domain_events, for $receipt"
notifications=$(take "${ORCHESTRATION_QUEUE:-orchestration_step_results}" "message->>'step_uuid'") || fail "no queue for orchestration"
[ "$notifications" = 1 ] || fail "$notifications notifications of orchestration, for $receipt"
echo "passed: one event, one notification, one replay: $receipt"
