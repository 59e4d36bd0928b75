import { get, query } from "../api";
import { Chart, type Series } from "../chart";
import type { Rates } from "../history";
import { type Loaded, useLoad } from "../hooks";
import { approximate } from "../json";
import type { QueueSample, QueueState, Statistics, Status, StatusReason, Subscriber } from "../types";
import { Badge, count, duration, Empty, Failure, plural, Table, Time } from "../ui";

const POLL_MS = 5_000;
// From here on the status is DEGRADED.
const NEARLY_FULL = 0.8;

const RESULTS: readonly Series[] = [
  { label: "accepted", of: (rates) => rates.accepted, color: "--series-1" },
  { label: "replayed", of: (rates) => rates.replayed, color: "--series-2", dash: [6, 3] },
  { label: "conflicts", of: (rates) => rates.conflicts, color: "--series-4", dash: [2, 3] },
];
const EVENTS: readonly Series[] = [
  { label: "published", of: (rates) => rates.published, color: "--series-1" },
  { label: "skipped", of: (rates) => rates.skipped, color: "--series-2", dash: [6, 3] },
  { label: "rejected", of: (rates) => rates.rejected, color: "--series-3", dash: [10, 3] },
  { label: "failed", of: (rates) => rates.failed, color: "--series-4", dash: [2, 3] },
];
const LATENCY: readonly Series[] = [{ label: "mean", of: (rates) => rates.milliseconds, color: "--series-1" }];

/** What to do about each reason of a status. */
const REMEDIES: Record<string, string> = {
  events_failing: "Read the log of the publisher named there, fix it, and redrive what became a dead letter.",
  intake_nearly_full: "Check PostgreSQL first, then add an instance.",
  queue_old: "Check that its consumer runs and keeps up, or start more of them.",
  queues_pinned: "End that transaction or session, or drop the replication slot, so that vacuum can remove consumed messages.",
  channel_not_ready: "Check that the queue exists and that the service's role may read it.",
  channel_stalled: "Read the log of the channel; liveness restarts the instance if it does not recover.",
  database_read_only: "Promote the standby, point the service to the primary, or switch default_transaction_read_only off.",
  database_away: "Check that PostgreSQL runs and can be reached from here.",
  durability_too_low: "Set synchronous_standby_names on the primary, or lower tasker.ledger.required-durability.",
  synchronous_standby_missing: "Start the synchronous standby; commits wait for it.",
  replication_asynchronous: "Set synchronous_standby_names, or accept it with tasker.ledger.required-durability=local.",
  session_stuck: "End that session or transaction: it holds locks, dead rows or notifications of all queues.",
  subscriber_paused: "Read the log of the subscriber and fix it; it gets events again when its pause is over.",
  templates_refused: "Fix the template files; the active templates stay until then.",
  status_unknown: "Read the log of the service, and report the bug.",
};

export function Overview({ statistics, points }: { statistics: Loaded<Statistics>; points: readonly Rates[] }) {
  const status = useLoad("status", (signal) => get<Status>("v1/status", signal), POLL_MS);
  const queues = useLoad("queues", (signal) => get<QueueSample>("v1/queues", signal), POLL_MS);
  const subscribers = useLoad("subscribers", (signal) => get<Subscriber[]>("v1/subscribers", signal), POLL_MS);
  const error = status.error ?? queues.error ?? subscribers.error ?? statistics.error;
  return (
    <>
      {error !== null && <Failure error={error} />}
      {status.data !== null && <Verdict status={status.data} />}
      {queues.data !== null && <Tiles points={points} sample={queues.data} statistics={statistics.data} />}
      <div class="charts">
        <Chart title="Results" unit="per minute" series={RESULTS} points={points} />
        <Chart title="Events" unit="per minute" series={EVENTS} points={points} />
        <Chart title="Time to accept a result" unit="milliseconds" series={LATENCY} points={points} />
      </div>
      {queues.data !== null && <Queues sample={queues.data} />}
      {queues.data?.database && (
        <p class="quiet">
          PostgreSQL {queues.data.database.version},{" "}
          <Badge tone={queues.data.database.role === "primary" ? "good" : "bad"}>{queues.data.database.role}</Badge>; oldest snapshot{" "}
          {plural(queues.data.database.xmin_age, "transaction")} ago.
        </p>
      )}
      {subscribers.data !== null && <Subscribers subscribers={subscribers.data} />}
      {status.data !== null && statistics.data !== null && (
        <p class="quiet">
          Version {status.data.build.version}, commit {status.data.build.commit.slice(0, 12)}, Quarkus {status.data.build.quarkus}. Rates
          and subscribers are those of the instance {statistics.data.worker_id}; queues are those of the database.
        </p>
      )}
    </>
  );
}

function Verdict({ status }: { status: Status }) {
  const tone = status.status === "OK" ? "good" : status.status === "DEGRADED" ? "warn" : "bad";
  return (
    <section class={`card verdict ${tone}`} aria-label="Status">
      <h2>
        <Badge tone={tone}>{status.status}</Badge>{" "}
        {status.status === "OK" ? "This instance works as it should." : plural(status.reasons.length, "reason")}
      </h2>
      {status.reasons.length > 0 && (
        <ul class="reasons">
          {status.reasons.map((reason) => (
            <Reason key={reason.reason + reason.detail} reason={reason} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Reason({ reason }: { reason: StatusReason }) {
  return (
    <li>
      <code>{reason.reason}</code> {reason.detail}
      <div class="remedy">{REMEDIES[reason.reason] ?? "See the page Operations."}</div>
    </li>
  );
}

function isDeadLetterQueue(queue: QueueState): boolean {
  return queue.name.toLowerCase().endsWith("_dlq");
}

function Tiles({ points, sample, statistics }: { points: readonly Rates[]; sample: QueueSample; statistics: Statistics | null }) {
  const last = points[points.length - 1];
  const live = sample.queues.filter((queue) => !isDeadLetterQueue(queue));
  const deadLetters = live.reduce((sum, queue) => sum + (queue.dead_letters ?? 0), 0);
  const waiting = live.reduce((sum, queue) => sum + queue.visible, 0);
  const saturation = statistics === null ? null : approximate(statistics.intake_saturation);
  const rate = (value: number | null | undefined) => (value === null || value === undefined ? "–" : count(Math.round(value)));
  return (
    <ul class="tiles">
      <Tile label="results per minute" figure={rate(last?.accepted)} />
      <Tile label="events per minute" figure={rate(last?.published)} />
      <Tile label="results since the start" figure={statistics === null ? "–" : count(statistics.results.accepted)} />
      <Tile
        label="of the intake in use"
        figure={saturation === null ? "–" : `${Math.round(saturation * 100)} %`}
        tone={(saturation ?? 0) >= NEARLY_FULL ? "warn" : undefined}
      />
      <Tile label="messages waiting" figure={count(waiting)} />
      <Tile label="dead letters" figure={count(deadLetters)} tone={deadLetters > 0 ? "warn" : undefined} />
    </ul>
  );
}

function Tile({ label, figure, tone }: { label: string; figure: string; tone?: string | undefined }) {
  return (
    <li class={`card tile ${tone ?? ""}`}>
      <b>{figure}</b>
      <span>{label}</span>
    </li>
  );
}

function Queues({ sample }: { sample: QueueSample }) {
  const live = sample.queues.filter((queue) => !isDeadLetterQueue(queue));
  const cap = (queue: QueueState, value: number) => (queue.capped ? `≥ ${count(value)}` : count(value));
  return (
    <section class="card">
      <h2>
        Queues{" "}
        <small>
          {sample.sampled_at === null ? (
            "not sampled yet"
          ) : (
            <>
              sampled at <Time at={sample.sampled_at} />
            </>
          )}
        </small>
      </h2>
      {live.length === 0 ? (
        <Empty title="No queues">
          The service creates them for each namespace of its templates. Add a template, or check the database.
        </Empty>
      ) : (
        <Table
          caption="Queues"
          head={
            <>
              <th scope="col">queue</th>
              <th scope="col" class="number">
                waiting
              </th>
              <th scope="col" class="number">
                in flight
              </th>
              <th scope="col" class="number">
                oldest
              </th>
              <th scope="col" class="number">
                dead letters
              </th>
            </>
          }
        >
          {live.map((queue) => (
            <tr key={queue.name}>
              <th scope="row">{queue.name}</th>
              <td class="number">{cap(queue, queue.visible)}</td>
              <td class="number">{cap(queue, queue.in_flight)}</td>
              <td class="number">{queue.oldest_age_seconds === null ? "–" : duration(queue.oldest_age_seconds)}</td>
              <td class="number">
                {queue.dead_letters === null ? (
                  "–"
                ) : (
                  <a
                    href={`#/dead-letters${query({ queue: `${queue.name}_dlq` })}`}
                    aria-label={`${cap(queue, queue.dead_letters)} dead letters of ${queue.name}`}
                  >
                    {cap(queue, queue.dead_letters)}
                  </a>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}

function Subscribers({ subscribers }: { subscribers: Subscriber[] }) {
  const tones = { active: "good", paused: "bad", inactive: "quiet" } as const;
  return (
    <section class="card">
      <h2>
        Subscribers <small>of this instance</small>
      </h2>
      {subscribers.length === 0 ? (
        <Empty title="No subscribers">Beans that extend BaseSubscriber, and CDI observers of DomainEvent, appear here.</Empty>
      ) : (
        <Table
          caption="Subscribers"
          head={
            <>
              <th scope="col">subscriber</th>
              <th scope="col">state</th>
              <th scope="col">events</th>
              {["handled", "skipped", "failed", "lagged", "paused", "waiting"].map((name) => (
                <th scope="col" class="number" key={name}>
                  {name}
                </th>
              ))}
            </>
          }
        >
          {subscribers.map((each) => (
            <tr key={each.name}>
              <th scope="row">{each.name}</th>
              <td>
                <Badge tone={tones[each.state]}>{each.state}</Badge>
              </td>
              <td>
                <code>{each.patterns.join(", ")}</code>
              </td>
              <td class="number">{count(each.handled)}</td>
              <td class="number">{count(each.skipped)}</td>
              <td class={each.failed > 0 ? "number bad" : "number"}>{count(each.failed)}</td>
              <td class={each.lagged > 0 ? "number bad" : "number"}>{count(each.lagged)}</td>
              <td class={each.paused > 0 ? "number bad" : "number"}>{count(each.paused)}</td>
              <td class="number">{count(each.waiting)}</td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
