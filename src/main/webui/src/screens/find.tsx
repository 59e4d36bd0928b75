import { query } from "../api";
import { type Route, useLoad } from "../hooks";
import { exact } from "../json";
import { REASONS, TONES } from "../reasons";
import { type Key, timeline } from "../timeline";
import type { EventReceipt, Handled, Place, Receipt, StoredEvent, TimelineStep } from "../types";
import { Badge, Empty, Failure, Json, Notice, plural, Time } from "../ui";

const KEYS: readonly [Key, string][] = [
  ["correlation_id", "Correlation id"],
  ["task_uuid", "Task"],
  ["step_uuid", "Step"],
  ["event_id", "Event id"],
  ["message", "Message"],
];
const MESSAGE = /^[\w-]+\/\d+$/;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function Find({ route }: { route: Route }) {
  const asked = KEYS.find(([key]) => route.parameters.has(key));
  const key = asked?.[0] ?? "correlation_id";
  const value = route.parameters.get(key) ?? "";
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    location.hash = `#/find${query({ [String(form.get("key"))]: String(form.get("value")).trim() })}`;
  };
  return (
    <>
      <section class="card">
        <form class="filters" onSubmit={submit} key={key + value}>
          <label class="field">
            Find by
            <select name="key" defaultValue={key}>
              {KEYS.map(([each, label]) => (
                <option key={each} value={each} selected={each === key}>
                  {label}
                </option>
              ))}
            </select>
          </label>
          <label class="field wide">
            Value
            <input type="search" name="value" defaultValue={value} required />
          </label>
          <button type="submit" class="primary">
            Find
          </button>
        </form>
      </section>
      {value === "" ? (
        <Empty title="What happened to an event?">
          Enter the correlation id of its task, the task, one of its steps or events, or a message such as payments_domain_events/17. The
          whole task appears: results, attempts, and each declared event with its outcome and the reason.
        </Empty>
      ) : (
        <Result searchKey={key} value={value} />
      )}
    </>
  );
}

function Result({ searchKey, value }: { searchKey: Key; value: string }) {
  const isValid = searchKey === "correlation_id" || (searchKey === "message" ? MESSAGE : UUID).test(value);
  const found = useLoad(`${searchKey}=${value}`, (signal) => (isValid ? timeline(searchKey, value, signal) : Promise.resolve(null)));
  if (!isValid) {
    return searchKey === "message" ? (
      <Notice tone="warn" title="Not a message">
        A message is the name of its queue and its id, such as payments_domain_events/17.
      </Notice>
    ) : (
      <Notice tone="warn" title="Not an id">
        Tasks, steps and events have UUIDs, such as 0199f3c2-6d1e-7c4a-9b57-2f1d3a8e4c01.
      </Notice>
    );
  }
  if (found.error?.status === 404) {
    return (
      <Empty title="Nothing found">
        Fast events are not stored, consumers may delete their messages, and receipts are deleted after tasker.ledger.retention. A step is
        found by its own id as long as its receipt is kept. Check the id.
      </Empty>
    );
  }
  if (found.error !== null) {
    return <Failure error={found.error} retry={found.reload} />;
  }
  if (found.data === null) {
    return <p class="quiet">Searching queues and archives</p>;
  }
  const { steps, correlation_id: correlationId, task_uuid: taskUuid, truncated } = found.data;
  return (
    <>
      <p class="crumbs">
        {correlationId !== null && (
          <>
            Correlation id <code>{correlationId}</code>,{" "}
          </>
        )}
        {taskUuid !== null && (
          <>
            task <code>{taskUuid}</code>,{" "}
          </>
        )}
        {plural(steps.length, "step")} with a result
        {truncated && "; not all are shown"}
      </p>
      <ol class="timeline">
        {steps.map((step) => (
          <li key={step.step_uuid}>
            <Step step={step} />
          </li>
        ))}
      </ol>
    </>
  );
}

function Step({ step }: { step: TimelineStep }) {
  const listed = new Set(step.receipts.flatMap((receipt) => receipt.events.map((event) => event.event_id)));
  const others = step.events.filter((stored) => !listed.has(stored.event_id));
  const name = step.events[0]?.event.metadata?.step_name;
  return (
    <section class="card" aria-label={`Step ${name ?? step.step_uuid}`}>
      <h2>
        {name ?? "Step"} <small class="mono">{step.step_uuid}</small>
      </h2>
      {step.receipts.map((receipt) => (
        <Attempt key={String(receipt.attempt)} receipt={receipt} step={step} />
      ))}
      {step.notifications.length > 0 && (
        <>
          <h3>Notification of orchestration</h3>
          <ul class="places">
            {step.notifications.map((place) => (
              <li key={exact(place.msg_id) + place.state}>
                <Where place={place} />
              </li>
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <>
          <h3>
            {step.receipts.length === 0 ? "Its receipt was deleted after the retention; these events are stored" : "Further stored events"}
          </h3>
          <ul class="events">
            {others.map((stored) => (
              <li key={stored.event_id}>
                <b>{stored.event.event_name}</b>
                <Stored stored={stored} />
                <Subscribers handled={step.handled} eventId={stored.event_id} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Attempt({ receipt, step }: { receipt: Receipt; step: TimelineStep }) {
  const published = receipt.events.filter((event) => event.outcome === "published").length;
  return (
    <>
      <h3>
        {receipt.attempt === null ? "Attempt unknown" : `Attempt ${receipt.attempt}`}{" "}
        <Badge tone={receipt.outcome === "success" ? "good" : "warn"}>{receipt.outcome.replace("_", " ")}</Badge>{" "}
        <small>
          {receipt.events.length > 0 && `${published} of ${plural(receipt.events.length, "event")} published, `}
          orchestration notified in {receipt.notification.queue}, message {exact(receipt.notification.msg_id)}
        </small>
      </h3>
      {receipt.events.length === 0 && <p class="quiet">The step declares no events.</p>}
      <ul class="events">
        {receipt.events.map((event) => (
          <li key={event.event_name}>
            <Outcome event={event} stored={step.events.find((stored) => stored.event_id === event.event_id)} />
            {event.event_id !== undefined && <Subscribers handled={step.handled} eventId={event.event_id} />}
          </li>
        ))}
      </ul>
    </>
  );
}

function Outcome({ event, stored }: { event: EventReceipt; stored: StoredEvent | undefined }) {
  return (
    <>
      <div>
        <Badge tone={TONES[event.outcome]}>{event.outcome}</Badge> <b>{event.event_name}</b>{" "}
        <span class="quiet">{event.delivery_mode}</span>
      </div>
      {event.reason !== undefined && (
        <p class="why">
          <code>{event.reason}</code> {REASONS[event.reason] ?? ""}
        </p>
      )}
      {(event.violations ?? []).map((violation) => (
        <p class="why" key={violation.pointer + violation.keyword}>
          <code>{violation.pointer === "" ? "the payload" : violation.pointer}</code> {violation.message}
        </p>
      ))}
      {(event.problems ?? []).map((problem) => (
        <p class="why" key={problem.pointer}>
          <code>{problem.pointer}</code> {problem.detail}
        </p>
      ))}
      {stored !== undefined && <Stored stored={stored} />}
      {stored === undefined && event.outcome === "published" && (
        <p class="quiet">
          {event.queue === undefined
            ? "It went to the subscribers of the instance that accepted the result, and is not stored."
            : `It was message ${exact(event.msg_id)} of ${event.queue}; a consumer, or the Kafka relay, has deleted it.`}
        </p>
      )}
    </>
  );
}

function Subscribers({ handled, eventId }: { handled: Handled[]; eventId: string }) {
  return (
    <>
      {handled
        .filter((each) => each.event_id === eventId)
        .map((each) => (
          <p class="quiet" key={each.subscriber}>
            <Badge tone={each.outcome === "failed" ? "bad" : each.outcome === "skipped" ? "quiet" : "good"}>{each.outcome}</Badge> by
            subscriber {each.subscriber} of this instance, <Time at={each.at} />
          </p>
        ))}
    </>
  );
}

function Stored({ stored }: { stored: StoredEvent }) {
  const firedAt = stored.event.metadata?.fired_at;
  return (
    <>
      <ul class="places">
        {stored.places.map((place) => (
          <li key={place.queue + exact(place.msg_id) + place.state}>
            <Where place={place} />
          </li>
        ))}
      </ul>
      <p class="quiet">
        <span class="mono">{stored.event_id}</span>
        {firedAt !== undefined && (
          <>
            {" · fired "}
            <Time at={firedAt} />
          </>
        )}
      </p>
      <Json title={`Content of ${stored.event.event_name}`} value={stored.event} />
    </>
  );
}

const STATES = {
  queued: "waits in",
  in_flight: "is with a consumer of",
  archived: "was processed by a consumer, or by the Kafka relay, of",
  dead_letter: "is a dead letter in",
} as const;

function Where({ place }: { place: Place }) {
  const id = exact(place.msg_id);
  return (
    <>
      <Badge tone={place.state === "dead_letter" ? "bad" : place.state === "archived" ? "quiet" : "good"}>
        {place.state.replace("_", " ")}
      </Badge>{" "}
      {STATES[place.state]}{" "}
      {place.state === "dead_letter" ? <a href={`#/dead-letters${query({ queue: place.queue })}`}>{place.queue}</a> : place.queue}, message{" "}
      {id}, sent <Time at={place.enqueued_at} />, read {plural(place.read_ct, "time")}
    </>
  );
}
