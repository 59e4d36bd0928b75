import { get, query } from "../api";
import { useLoad } from "../hooks";
import { exact } from "../json";
import type { BlockedKeys } from "../types";
import { Badge, count, Empty, Failure, plural, Table, Time } from "../ui";

const POLL_MS = 5_000;

export function OrderingKeys() {
  const blocked = useLoad("ordering-keys", (signal) => get<BlockedKeys>("v1/ordering-keys", signal), POLL_MS);
  return (
    <>
      {blocked.error !== null && <Failure error={blocked.error} retry={blocked.reload} />}
      <section class="card">
        <h2>Blocked keys</h2>
        <p class="quiet">
          Messages with the same ordering key are read in order. A key is blocked while its oldest message is with a consumer or waits for
          its retry; the messages behind it wait.
        </p>
        {blocked.data?.keys.length === 0 && <Empty title="No key is blocked">Consumers can read the next message of every key.</Empty>}
        {blocked.data !== null && blocked.data.keys.length > 0 && (
          <Table
            caption="Blocked ordering keys"
            stacks
            head={
              <>
                <th scope="col">key</th>
                <th scope="col">waiting behind it</th>
                <th scope="col">blocked by</th>
                <th scope="col">sent</th>
                <th scope="col">readable again</th>
                <th scope="col">read</th>
              </>
            }
          >
            {blocked.data.keys.map((key) => (
              <tr key={`${key.queue}/${exact(key.msg_id)}`}>
                <th scope="row">{key.ordering_key}</th>
                <td data-label="waiting behind it">
                  <Badge tone={key.waiting > 0 ? "warn" : "quiet"}>{count(key.waiting)}</Badge>
                </td>
                <td data-label="blocked by">
                  <a href={`#/find${query({ message: `${key.queue}/${exact(key.msg_id)}` })}`}>
                    {key.event_name ?? "message"} {exact(key.msg_id)}
                  </a>
                  <div class="quiet">{key.queue}</div>
                </td>
                <td data-label="sent">
                  <Time at={key.enqueued_at} />
                </td>
                <td data-label="readable again">
                  <Time at={key.visible_at} />
                </td>
                <td data-label="read">{plural(key.read_ct, "time")}</td>
              </tr>
            ))}
          </Table>
        )}
        {blocked.data?.capped && <p class="quiet">Not all keys are shown, or only the oldest messages of a queue were read.</p>}
      </section>
    </>
  );
}
