import { ApiError, get, query } from "./api";
import { exact } from "./json";
import type { Event, Receipt, StoredEvent, StoredEventPage } from "./types";

const PAGE_SIZE = 200;
const MAX_EVENTS = 1_000;
const MAX_STEPS = 100;

/** What a search starts from. */
export type Key = "correlation_id" | "event_id" | "step_uuid";

/** One step of a task: its receipts, one per attempt, and its durable events as they are stored now. */
export interface TimelineStep {
  readonly stepUuid: string;
  readonly name: string | null;
  readonly receipts: Receipt[];
  readonly events: Map<string, StoredEvent>;
  readonly firstAt: string | null;
}

export interface Timeline {
  readonly correlationId: string | null;
  readonly steps: TimelineStep[];
  /** Whether a limit was reached. */
  readonly truncated: boolean;
}

/** Collects everything that the service still knows of the task that a key leads to. */
export async function timeline(key: Key, value: string, signal: AbortSignal): Promise<Timeline> {
  if (key === "correlation_id") {
    return ofCorrelation(value, null, signal);
  }
  if (key === "event_id") {
    const stored = await get<StoredEvent>(`v1/events/${encodeURIComponent(value)}`, signal);
    return ofEvent(stored, null, signal);
  }
  const receipts = await get<Receipt[]>(`v1/step-results/${encodeURIComponent(value)}`, signal);
  const queued = receipts.flatMap((receipt) => receipt.events).find((event) => event.queue !== undefined);
  const stored = queued?.event_id === undefined ? null : await orNull(get<StoredEvent>(`v1/events/${queued.event_id}`, signal));
  return stored === null ? { correlationId: null, steps: [step(value, receipts, [])], truncated: false } : ofEvent(stored, value, signal);
}

function ofEvent(stored: StoredEvent, stepUuid: string | null, signal: AbortSignal): Promise<Timeline> | Timeline {
  const correlationId = stored.event.metadata?.correlation_id;
  return correlationId === undefined
    ? { correlationId: null, steps: [step(stepUuid ?? "", [], [stored])], truncated: false }
    : ofCorrelation(correlationId, stepUuid, signal);
}

async function ofCorrelation(correlationId: string, stepUuid: string | null, signal: AbortSignal): Promise<Timeline> {
  const events: StoredEvent[] = [];
  let after: string | null = null;
  do {
    const path: string = `v1/events${query({ correlation_id: correlationId, after, limit: PAGE_SIZE })}`;
    const page: StoredEventPage = await get<StoredEventPage>(path, signal);
    events.push(...page.events);
    after = page.next;
  } while (after !== null && events.length < MAX_EVENTS);
  const uuids = new Set(events.map((stored) => stored.event.metadata?.step_uuid ?? ""));
  if (stepUuid !== null) {
    uuids.add(stepUuid);
  }
  const steps: TimelineStep[] = [];
  for (const uuid of [...uuids].slice(0, MAX_STEPS)) {
    const receipts = uuid === "" ? null : await orNull(get<Receipt[]>(`v1/step-results/${encodeURIComponent(uuid)}`, signal));
    steps.push(
      step(
        uuid,
        receipts ?? [],
        events.filter((stored) => (stored.event.metadata?.step_uuid ?? "") === uuid),
      ),
    );
  }
  steps.sort((one, other) => (one.firstAt ?? "").localeCompare(other.firstAt ?? ""));
  return { correlationId, steps, truncated: after !== null || uuids.size > MAX_STEPS };
}

function step(stepUuid: string, receipts: Receipt[], stored: StoredEvent[]): TimelineStep {
  const first: Event | undefined = stored[0]?.event;
  return {
    stepUuid,
    name: first?.metadata?.step_name ?? null,
    receipts,
    events: new Map(stored.map((each) => [exact(each.event_id), each])),
    firstAt: first?.metadata?.fired_at ?? null,
  };
}

/** Null for what is not there: receipts are purged after a while, and consumers delete messages. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (fault) {
    if (fault instanceof ApiError && fault.status === 404) {
      return null;
    }
    throw fault;
  }
}
