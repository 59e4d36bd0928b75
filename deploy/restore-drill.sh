#!/usr/bin/env bash
# Restore drill: dumps the service's database, restores the dump into a database of its own on the same or another server, and compares every
# table with the dump. It exits with 0 if all is there. The database it dumps is only read.
#
#   PGHOST=… PGUSER=… PGDATABASE=tasker deploy/restore-drill.sh
#
# RESTORE_DATABASE  where to restore, which must not exist (restore_drill)      KEEP=1  do not drop it afterwards
# RESTORE_HOST, RESTORE_PORT  another server (PGHOST, PGPORT)                   DUMP    keep the dump in this file
#
# pg_dump must be as new as the server, at least. Roles are not in a dump: pg_dumpall --roles-only.
set -euo pipefail

restored=${RESTORE_DATABASE:-restore_drill}
target=(env PGHOST="${RESTORE_HOST:-${PGHOST:-}}" PGPORT="${RESTORE_PORT:-${PGPORT:-}}")
folder=$(mktemp -d)
created=
trap '[ -z "$created" ] || [ -n "${KEEP:-}" ] || "${target[@]}" dropdb "$restored"; rm -rf "$folder"' EXIT
dump=${DUMP:-$folder/tasker.dump}

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# Tables of the extension itself are dumped only if it marks them. PGMQ before 1.6 made queues part of itself.
missed=$(psql -XAtc "
  select string_agg(format('alter extension pgmq drop table %s', member.oid::regclass), '; ')
  from pg_depend depends
  join pg_extension extension on depends.refclassid = 'pg_extension'::regclass and depends.refobjid = extension.oid
  join pg_class member on depends.classid = 'pg_class'::regclass and depends.objid = member.oid
  where extension.extname = 'pgmq' and depends.deptype = 'e' and member.relkind in ('r', 'p')
    and member.oid <> all(coalesce(extension.extconfig, '{}'))")
[ -z "$missed" ] || fail "a dump has no rows of tables that belong to the extension; as its owner: $missed"

started=$SECONDS
pg_dump --format=custom --file="$dump"
echo "dumped in $((SECONDS - started)) s: $(du -h "$dump" | cut -f1)"

"${target[@]}" createdb "$restored"
created=1
started=$SECONDS
"${target[@]}" pg_restore --exit-on-error --dbname="$restored" "$dump"
echo "restored in $((SECONDS - started)) s"

# Rows of each table as the dump has them, then as the restored database has them.
pg_restore --data-only --file=- "$dump" |
  awk '/^COPY /{table = $2; rows[table] = 0; next} table != "" && $0 == "\\."{table = ""; next} table != ""{rows[table]++}
       END{for (each in rows) print each "|" rows[each]}' | LC_ALL=C sort > "$folder/dumped"
cut -d'|' -f1 "$folder/dumped" | while read -r table; do
  echo "$table|$("${target[@]}" psql -XAtd "$restored" -c "select count(*) from $table")"
done > "$folder/restored"
diff "$folder/dumped" "$folder/restored" || fail "rows are missing, see above: dumped (<) and restored (>)"

# Every queue that the service writes has its two tables in the dump.
psql -XAtc "select format('pgmq.%s_%s', kind, queue_name) from pgmq.meta, unnest(array['a', 'q']) as kind" |
  tr -d '"' | LC_ALL=C sort > "$folder/expected"
cut -d'|' -f1 "$folder/dumped" | tr -d '"' | LC_ALL=C sort > "$folder/tables"
missing=$(LC_ALL=C comm -23 "$folder/expected" "$folder/tables")
[ -z "$missing" ] || fail "tables are missing in the dump: $missing"
for table in tasker_events.accepted_results tasker_events.claimed_contexts tasker_events.flyway_schema_history pgmq.meta; do
  grep -qx "$table" "$folder/tables" || fail "the dump has no $table"
done

column -t -s'|' "$folder/restored" 2> "$folder/errors" || cat "$folder/restored"
echo "OK: $(wc -l < "$folder/restored") tables, $(awk -F'|' '{rows += $2} END{print rows}' "$folder/restored") rows"
