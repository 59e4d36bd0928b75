// Consumes payments: each event has its effect once. Build and run: npm ci && npm run build && DATABASE_URL=… node dist/consumer.js
import { setTimeout } from "node:timers/promises";
import pg from "pg";

interface DomainEvent {
  event_id: string;
  event_name: string;
  payload: { payload: unknown };
}

const me = ["payments_domain_events", "billing"];
const visibilityTimeout = Number(process.env.VISIBILITY_TIMEOUT ?? 30);

async function book(client: pg.Client, event: DomainEvent, key: string | null) {
  await client.query("insert into billing.bookings (event_id, order_key, payment) values ($1, $2, $3)",
    [event.event_id, key, JSON.stringify(event.payload.payload)]);
}

async function handle(client: pg.Client, id: string, event: DomainEvent, key: string | null) {
  try {
    await client.query("begin");
    const once = await client.query("select from tasker_events.consume_once($1, $2, array[$3::bigint])", [...me, id]);
    if (once.rowCount === 1) await book(client, event, key);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    await client.query("select tasker_events.failed($1, $2, $3, $4)", [...me, id, String(error)]);
  }
}

const client = new pg.Client(process.env.DATABASE_URL);
await client.connect();
for (;;) {
  const { rows } = await client.query("select msg_id, ordering_key, message from tasker_events.receive($1, $2, $3, 10)", [...me, visibilityTimeout]);
  for (const { msg_id, ordering_key, message } of rows) await handle(client, msg_id, message, ordering_key);
  if (rows.length === 0) await setTimeout(200);
}
