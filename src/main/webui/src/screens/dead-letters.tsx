import { useState } from "preact/hooks";
import { type ApiError, get, query, request } from "../api";
import { asApiError, type Route, useLoad } from "../hooks";
import { exact, type Id } from "../json";
import { mayOperate } from "../session";
import type { Caller, Cause, Causes, DeadLetter, DeadLetterPage, NotRedriven } from "../types";
import { Badge, count, Dialog, Empty, Failure, Json, Notice, plural, Table, Time } from "../ui";

const POLL_MS = 5_000;
const PAGE_SIZE = 100;

/** What an action is done to: the body of redrive and discard, without its options. */
interface Selection {
  readonly queue: string;
  readonly title: string;
  readonly body: { filter: Record<string, string> } | { msg_ids: Id[] } | { all: true };
}

type Action = "redrive" | "discard";

export function DeadLetters({ route, caller }: { route: Route; caller: Caller }) {
  const queue = route.parameters.get("queue");
  const cause = route.parameters.get("cause");
  if (queue !== null) {
    return <Letters queue={queue} cause={cause} parameters={route.parameters} caller={caller} />;
  }
  return <CauseList caller={caller} />;
}

function address(queue: string, parameters: Record<string, string | null>): string {
  return `#/dead-letters${query({ queue, ...parameters })}`;
}

function causeSelection(cause: Cause): Selection {
  return {
    queue: cause.queue,
    title: `${cause.reason ?? "Unknown reason"}${cause.error === "" ? "" : `: ${cause.error}`}`,
    body: { filter: { cause: cause.cause } },
  };
}

function CauseList({ caller }: { caller: Caller }) {
  const causes = useLoad("causes", (signal) => get<Causes>("v1/dead-letter-causes", signal), POLL_MS);
  const [action, setAction] = useState<{ action: Action; selection: Selection } | null>(null);
  const all = causes.data?.causes ?? [];
  const total = all.reduce((sum, each) => sum + each.count, 0);
  return (
    <>
      {causes.error !== null && <Failure error={causes.error} />}
      <section class="card">
        <h2>
          Causes{" "}
          <small>
            {causes.data === null
              ? "loading"
              : `${plural(total, "dead letter")}, ${plural(all.length, "cause")}${causes.data.capped ? "; only the newest are grouped" : ""}`}
          </small>
        </h2>
        {causes.data !== null && all.length === 0 && (
          <Empty title="No dead letters">Every message was processed, or is still being tried. Nothing to do.</Empty>
        )}
        <ul class="causes">
          {all.map((cause) => (
            <li key={cause.queue + cause.cause} aria-label={cause.error || (cause.reason ?? cause.queue)}>
              <b class="cause-count">{count(cause.count)}</b>
              <div class="cause-text">
                <h3>
                  <Badge tone="bad">{cause.reason ?? "unknown reason"}</Badge> {cause.error || "No error was recorded."}
                </h3>
                <p class="quiet">
                  {cause.queue}
                  {cause.path !== null && (
                    <>
                      {" · at "}
                      <code>{cause.path}</code>
                    </>
                  )}
                  {cause.event_names.length > 0 && ` · ${cause.event_names.join(", ")}`}
                  {" · "}
                  <Time at={cause.first_at} />
                  {cause.count > 1 && (
                    <>
                      {" to "}
                      <Time at={cause.last_at} />
                    </>
                  )}
                </p>
              </div>
              <div class="actions">
                <a class="button" href={address(cause.queue, { cause: cause.cause })}>
                  Show
                </a>
                {mayOperate(caller) && <Actions onAction={(next) => setAction({ action: next, selection: causeSelection(cause) })} />}
              </div>
            </li>
          ))}
        </ul>
      </section>
      {action !== null && (
        <Confirmation
          {...action}
          onClose={() => {
            setAction(null);
            causes.reload();
          }}
        />
      )}
    </>
  );
}

function Actions({ onAction, disabled = false }: { onAction: (action: Action) => void; disabled?: boolean }) {
  return (
    <>
      <button type="button" disabled={disabled} onClick={() => onAction("redrive")}>
        Redrive
      </button>
      <button type="button" class="danger" disabled={disabled} onClick={() => onAction("discard")}>
        Discard
      </button>
    </>
  );
}

function Letters(props: { queue: string; cause: string | null; parameters: URLSearchParams; caller: Caller }) {
  const { queue, cause, parameters } = props;
  const filter = {
    cause,
    event_name: parameters.get("event_name"),
    reason: parameters.get("reason"),
    correlation_id: parameters.get("correlation_id"),
  };
  const after = parameters.get("after");
  const path = `v1/dead-letters/${encodeURIComponent(queue)}${query({ ...filter, after, limit: PAGE_SIZE })}`;
  const page = useLoad(path, (signal) => get<DeadLetterPage>(path, signal));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [action, setAction] = useState<{ action: Action; selection: Selection } | null>(null);
  const letters = page.data?.dead_letters ?? [];
  const shown = letters.filter((letter) => chosen.has(exact(letter.msg_id)));
  const filters = Object.fromEntries(Object.entries(filter).filter((entry): entry is [string, string] => Boolean(entry[1])));
  const hasFilter = Object.keys(filters).length > 0;

  const toggle = (id: Id) => {
    const next = new Set(chosen);
    if (!next.delete(exact(id))) {
      next.add(exact(id));
    }
    setChosen(next);
  };
  const all: Selection = {
    queue,
    title: hasFilter ? "all that match the filter" : "all dead letters of the queue",
    body: hasFilter ? { filter: filters } : { all: true },
  };
  const some: Selection = {
    queue,
    title: plural(shown.length, "selected dead letter"),
    body: { msg_ids: shown.map((letter) => letter.msg_id) },
  };

  return (
    <>
      <p class="crumbs">
        <a href="#/dead-letters">All causes</a> / {queue}
      </p>
      {page.error !== null && <Failure error={page.error} retry={page.reload} />}
      <section class="card">
        <FilterForm queue={queue} filter={filter} />
        {mayOperate(props.caller) && letters.length > 0 && (
          <div class="toolbar">
            <span>{shown.length === 0 ? "Nothing selected:" : `${plural(shown.length, "selected dead letter")}:`}</span>
            <Actions disabled={shown.length === 0} onAction={(next) => setAction({ action: next, selection: some })} />
            <span>{hasFilter ? "All that match:" : "All of the queue:"}</span>
            <Actions onAction={(next) => setAction({ action: next, selection: all })} />
          </div>
        )}
        {page.data !== null && letters.length === 0 && (
          <Empty title="No dead letters match">They may have been redriven. Remove a filter, or go back to all causes.</Empty>
        )}
        {letters.length > 0 && (
          <Table
            caption="Dead letters"
            stacks
            head={
              <>
                {mayOperate(props.caller) && (
                  <th scope="col">
                    <input
                      type="checkbox"
                      aria-label="Select all of this page"
                      checked={shown.length === letters.length}
                      onChange={() =>
                        setChosen(shown.length === letters.length ? new Set() : new Set(letters.map((letter) => exact(letter.msg_id))))
                      }
                    />
                  </th>
                )}
                <th scope="col">message</th>
                <th scope="col">event</th>
                <th scope="col">reason and errors</th>
                <th scope="col">sent</th>
                <th scope="col">content</th>
              </>
            }
          >
            {letters.map((letter) => (
              <Letter
                key={exact(letter.msg_id)}
                queue={queue}
                letter={letter}
                select={mayOperate(props.caller) ? { checked: chosen.has(exact(letter.msg_id)), toggle } : null}
              />
            ))}
          </Table>
        )}
        {page.data !== null && page.data.next !== null && (
          <p>
            <a class="button" href={address(queue, { ...filter, after: exact(page.data.next) })}>
              Next page
            </a>
          </p>
        )}
      </section>
      {action !== null && (
        <Confirmation
          {...action}
          onClose={() => {
            setAction(null);
            setChosen(new Set());
            page.reload();
          }}
        />
      )}
    </>
  );
}

interface Filter extends Record<string, string | null> {
  readonly cause: string | null;
}

function FilterForm({ queue, filter }: { queue: string; filter: Filter }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    location.hash = address(queue, {
      cause: filter.cause,
      event_name: String(form.get("event_name")).trim(),
      reason: String(form.get("reason")).trim(),
      correlation_id: String(form.get("correlation_id")).trim(),
    });
  };
  return (
    <form class="filters" onSubmit={submit}>
      {(
        [
          ["event_name", "Event"],
          ["reason", "Reason"],
          ["correlation_id", "Correlation id"],
        ] as const
      ).map(([name, label]) => (
        <label class="field" key={name}>
          {label}
          <input type="search" name={name} defaultValue={filter[name] ?? ""} />
        </label>
      ))}
      <button type="submit">Filter</button>
      {filter.cause && (
        <span>
          one cause only · <a href={address(queue, { ...filter, cause: null })}>show all causes of the queue</a>
        </span>
      )}
    </form>
  );
}

interface Select {
  readonly checked: boolean;
  readonly toggle: (id: Id) => void;
}

function Letter({ queue, letter, select }: { queue: string; letter: DeadLetter; select: Select | null }) {
  const id = exact(letter.msg_id);
  const errors = Array.isArray(letter.dead_letter?.errors) ? letter.dead_letter.errors.map(exact) : [];
  return (
    <tr>
      {select !== null && (
        <td>
          <input
            type="checkbox"
            aria-label={`Select message ${id}`}
            checked={select.checked}
            onChange={() => select.toggle(letter.msg_id)}
          />
        </td>
      )}
      <th scope="row">{id}</th>
      <td>
        {letter.event_name ?? "no event"}
        {letter.event_id !== null && <div class="mono quiet">{letter.event_id}</div>}
      </td>
      <td>
        <Badge tone="bad">{letter.dead_letter === null ? "unknown reason" : exact(letter.dead_letter.reason)}</Badge>
        {errors.map((error) => (
          <div key={error}>{error}</div>
        ))}
      </td>
      <td data-label="sent">
        <Time at={letter.enqueued_at} />
      </td>
      <td>
        <Content queue={queue} id={id} />
      </td>
    </tr>
  );
}

/** The whole message, loaded when it is asked for. */
function Content({ queue, id }: { queue: string; id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={`Show message ${id}`}>Show</summary>
      {open && <Message queue={queue} id={id} />}
    </details>
  );
}

function Message({ queue, id }: { queue: string; id: string }) {
  const path = `v1/dead-letters/${encodeURIComponent(queue)}/${id}`;
  const letter = useLoad(path, (signal) => get<DeadLetter & { message: unknown }>(path, signal));
  if (letter.error !== null) {
    return <Failure error={letter.error} retry={letter.reload} />;
  }
  if (letter.data === null) {
    return <p class="quiet">Loading</p>;
  }
  return (
    <>
      <Json title="Headers" value={{ ...(letter.data.headers as object), dead_letter: letter.data.dead_letter }} />
      <Json title="Message" value={letter.data.message} open />
    </>
  );
}

interface Outcome {
  readonly matched: number;
  readonly redriven?: number;
  readonly discarded?: number;
  readonly remaining: number;
  readonly not_redriven?: NotRedriven[];
}

const VERBS = { redrive: "Redrive", discard: "Discard" } as const;
const DONE = { redrive: "redriven", discard: "discarded" } as const;

/** Counts with a dry run, asks, and repeats the call until nothing is left that it can move. */
function Confirmation({ action, selection, onClose }: { action: Action; selection: Selection; onClose: () => void }) {
  const path = `v1/dead-letters/${encodeURIComponent(selection.queue)}/${action}`;
  const dryRun = useLoad(`dry ${path}`, (signal) => request<Outcome>("POST", path, { ...selection.body, dry_run: true }, signal));
  const [moved, setMoved] = useState(0);
  const [state, setState] = useState<"asking" | "running" | "done">("asking");
  const [last, setLast] = useState<Outcome | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const matched = dryRun.data?.matched ?? 0;

  const run = async () => {
    setState("running");
    try {
      let sum = 0;
      let outcome: Outcome;
      let step: number;
      do {
        outcome = await request<Outcome>("POST", path, selection.body);
        step = outcome[DONE[action]] ?? 0;
        sum += step;
        setMoved(sum);
      } while (step > 0 && sum < matched && outcome.remaining > (outcome.not_redriven?.length ?? 0));
      setLast(outcome);
    } catch (fault) {
      setError(asApiError(fault));
    }
    setState("done");
  };

  return (
    <Dialog title={`${VERBS[action]} dead letters`} onClose={onClose}>
      <p>
        <code>{selection.queue}</code>, {selection.title}
      </p>
      {dryRun.error !== null && <Failure error={dryRun.error} retry={dryRun.reload} />}
      {state === "asking" && dryRun.data !== null && (
        <Notice tone={matched === 0 ? "info" : "warn"} title={matched === 0 ? "Nothing matches" : plural(matched, "message")}>
          {action === "redrive"
            ? "They return to the queue they came from, in the order of their ids, and consumers get them again at once."
            : "They move to the archive of the dead-letter queue. Nothing is deleted, but no consumer gets them again."}
        </Notice>
      )}
      {state !== "asking" && (
        <div aria-live="polite">
          <progress aria-label="Progress" max={Math.max(1, matched)} value={moved} />
          <p>
            {count(moved)} of {plural(matched, "message")} {DONE[action]}.
          </p>
        </div>
      )}
      {error !== null && <Failure error={error} />}
      {last !== null && last.remaining > 0 && (
        <Notice tone="warn" title={`${plural(last.remaining, "message")} not ${DONE[action]}`}>
          <ul>
            {(last.not_redriven ?? []).slice(0, 20).map((each) => (
              <li key={exact(each.msg_id)}>
                {exact(each.msg_id)}: {each.detail}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <div class="dialog-actions">
        {state === "asking" && (
          <button
            type="button"
            class={action === "discard" ? "danger" : "primary"}
            disabled={dryRun.data === null || matched === 0}
            onClick={run}
          >
            {VERBS[action]} {dryRun.data === null ? "…" : plural(matched, "message")}
          </button>
        )}
        <button type="button" disabled={state === "running"} onClick={onClose}>
          {state === "done" ? "Close" : "Cancel"}
        </button>
      </div>
    </Dialog>
  );
}
