import { useEffect, useRef, useState } from "preact/hooks";
import { type ApiError, query } from "../api";
import { asApiError, type Route, useVisible } from "../hooks";
import { parse } from "../json";
import { REASONS, TONES } from "../reasons";
import { type Message, stream } from "../sse";
import type { Event, UnpublishedEvent } from "../types";
import { Badge, count, Dialog, Empty, Failure, Json, plural, Time, VirtualList } from "../ui";

const MAX_ROWS = 10_000;
const RETRY_MS = 2_000;
const LIST_HEIGHT = 620;
const OUTCOMES = ["published", "all", "skipped", "rejected", "failed", "dropped"] as const;

interface Row {
  readonly key: string;
  readonly event: Event | UnpublishedEvent | null;
  /** Of a gap: how many events were missed; null when that is unknown. */
  readonly missed: number | null;
}

function row(message: Message): Row {
  const data = parse(message.data);
  return message.event === "gap"
    ? { key: message.id, event: null, missed: (data as { missed: number | null }).missed }
    : { key: message.id, event: data as Event, missed: null };
}

function unpublished(event: Event | UnpublishedEvent): UnpublishedEvent | null {
  return "outcome" in event ? event : null;
}

/** The newest rows first. Rows wait while the list is paused. */
function useTail(path: string, paused: boolean) {
  const [rows, setRows] = useState<Row[]>([]);
  const [waiting, setWaiting] = useState(0);
  const [error, setError] = useState<ApiError | null>(null);
  const [connected, setConnected] = useState(false);
  const visible = useVisible();
  const buffer = useRef<Row[]>([]);
  const lastId = useRef("");
  const isPaused = useRef(paused);
  isPaused.current = paused;

  useEffect(() => {
    buffer.current = [];
    lastId.current = "";
    setRows([]);
    setConnected(false);
  }, [path]);

  useEffect(() => {
    if (!visible) {
      return;
    }
    const abort = new AbortController();
    let timer = 0;
    // A burst is drawn once per frame.
    const draw = window.setInterval(() => {
      if (buffer.current.length > 0 && !isPaused.current) {
        const next = buffer.current.splice(0).reverse();
        setRows((before) => [...next, ...before].slice(0, MAX_ROWS));
      }
      setWaiting(buffer.current.length);
    }, 100);
    const run = async () => {
      try {
        await stream(path, lastId.current, abort.signal, (message) => {
          setConnected(true);
          setError(null);
          lastId.current = message.id;
          if (message.data !== "") {
            buffer.current.push(row(message));
            buffer.current.splice(0, buffer.current.length - MAX_ROWS);
          }
        });
      } catch (fault) {
        if (!abort.signal.aborted) {
          setError(asApiError(fault));
        }
      }
      if (!abort.signal.aborted) {
        setConnected(false);
        timer = window.setTimeout(run, RETRY_MS);
      }
    };
    run();
    return () => {
      abort.abort();
      clearTimeout(timer);
      clearInterval(draw);
    };
  }, [path, visible]);
  return { rows, waiting, error, connected };
}

export function Live({ route }: { route: Route }) {
  const filter = {
    pattern: route.parameters.get("pattern"),
    namespace: route.parameters.get("namespace"),
    correlation_id: route.parameters.get("correlation_id"),
    outcome: route.parameters.get("outcome"),
  };
  const [paused, setPaused] = useState(false);
  const [chosen, setChosen] = useState<Event | UnpublishedEvent | null>(null);
  const why = chosen === null ? null : unpublished(chosen);
  const tail = useTail(`v1/events/stream${query(filter)}`, paused);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    location.hash = `#/live${query(Object.fromEntries([...form].map(([name, value]) => [name, String(value).trim()])))}`;
  };
  return (
    <>
      {tail.error !== null && <Failure error={tail.error} />}
      <section class="card">
        <form class="filters" onSubmit={submit}>
          {(
            [
              ["pattern", "Event, such as payment.*"],
              ["namespace", "Namespace"],
              ["correlation_id", "Correlation id"],
            ] as const
          ).map(([name, label]) => (
            <label class="field" key={name}>
              {label}
              <input type="search" name={name} defaultValue={filter[name] ?? ""} />
            </label>
          ))}
          <label class="field">
            Outcome
            <select name="outcome">
              {OUTCOMES.map((each) => (
                <option key={each} value={each} selected={each === (filter.outcome ?? "published")}>
                  {each}
                </option>
              ))}
            </select>
          </label>
          <button type="submit">Filter</button>
          <button type="button" aria-pressed={paused} onClick={() => setPaused(!paused)}>
            {paused ? "Continue" : "Pause"}
          </button>
        </form>
        <p class="quiet" role="status">
          <Badge tone={tail.connected ? "good" : "warn"}>{tail.connected ? "connected" : "connecting"}</Badge>{" "}
          {plural(tail.rows.length, "event")} of this instance since the screen was opened
          {paused && `; paused, ${count(tail.waiting)} waiting`}
        </p>
        {tail.rows.length === 0 ? (
          <Empty title="No event yet">Events appear here as soon as their result is accepted. Older ones are on the screen Find.</Empty>
        ) : (
          <VirtualList
            label="Events"
            items={tail.rows}
            height={LIST_HEIGHT}
            row={(each) => (
              <li key={each.key}>
                {each.event === null ? (
                  <span class="gap">{each.missed === null ? "Events were missed" : `${plural(each.missed, "event")} missed`}</span>
                ) : (
                  <EventRow event={each.event} onClick={() => setChosen(each.event)} />
                )}
              </li>
            )}
          />
        )}
      </section>
      {chosen !== null && (
        <Dialog title={chosen.event_name ?? "Event"} onClose={() => setChosen(null)}>
          {why !== null && (
            <p class="why">
              <Badge tone={TONES[why.outcome]}>{why.outcome}</Badge> <code>{why.reason}</code> {REASONS[why.reason ?? ""]}
            </p>
          )}
          <Json title={why === null ? "Event" : "Outcome"} value={chosen} open />
          <div class="dialog-actions">
            {chosen.metadata?.step_uuid !== undefined && (
              <a
                class="button"
                href={`#/find${query(
                  chosen.metadata.correlation_id === undefined
                    ? { step_uuid: chosen.metadata.step_uuid }
                    : { correlation_id: chosen.metadata.correlation_id },
                )}`}
              >
                Find its task
              </a>
            )}
            <button type="button" onClick={() => setChosen(null)}>
              Close
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function EventRow({ event, onClick }: { event: Event | UnpublishedEvent; onClick: () => void }) {
  const why = unpublished(event);
  return (
    <button type="button" class="live-row" onClick={onClick}>
      <Time at={why === null ? (event.metadata?.fired_at ?? "") : why.at} />
      <span>
        {why !== null && <Badge tone={TONES[why.outcome]}>{why.outcome}</Badge>} <b>{event.event_name}</b>
      </span>
      <span>{why === null ? event.metadata?.namespace : (why.reason ?? "").replaceAll("_", " ")}</span>
      <span class="quiet">{event.metadata?.correlation_id ?? event.metadata?.step_uuid}</span>
    </button>
  );
}
