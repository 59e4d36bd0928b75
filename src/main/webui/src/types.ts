import type { Id } from "./json";

export interface Caller {
  name: string | null;
  roles: string[];
}

export interface StatusReason {
  level: "DEGRADED" | "STALLED";
  reason: string;
  detail: string;
}

export interface Status {
  status: "OK" | "DEGRADED" | "STALLED";
  reasons: StatusReason[];
  build: { version: string; commit: string; quarkus: string };
}

export interface QueueState {
  name: string;
  visible: number;
  in_flight: number;
  oldest_age_seconds: number | null;
  dead_letters: number | null;
  capped: boolean;
}

export interface QueueSample {
  sampled_at: string | null;
  queues: QueueState[];
  database: { version: string; role: "primary" | "standby"; xmin_age: number } | null;
}

export interface Subscriber {
  name: string;
  patterns: string[];
  active: boolean;
  state: "active" | "paused" | "inactive";
  received: number;
  handled: number;
  skipped: number;
  failed: number;
  lagged: number;
  paused: number;
  waiting: number;
}

export interface Outcomes {
  published: number;
  skipped: number;
  rejected: number;
  failed: number;
  dropped: number;
}

export interface Results {
  accepted: number;
  replayed: number;
  conflicts: number;
  seconds: number | string;
}

/** What became of a declared event since the start of the instance. */
export interface EventCount extends Outcomes {
  namespace: string;
  event_name: string;
}

export interface Statistics {
  results: Results;
  outcomes: Outcomes;
  events: EventCount[];
  intake_saturation: number | string;
  captured_at: string;
  worker_id: string;
}

export interface DeadLetter {
  msg_id: Id;
  enqueued_at: string;
  read_ct: number;
  origin: string;
  event_id: string | null;
  event_name: string | null;
  dead_letter: { reason?: unknown; errors?: unknown; attempts?: unknown; first_seen_at?: unknown } | null;
  headers: unknown;
}

export interface DeadLetterPage {
  queue: string;
  dead_letters: DeadLetter[];
  next: Id | null;
}

export interface Cause {
  cause: string;
  queue: string;
  reason: string | null;
  error: string;
  path: string | null;
  count: number;
  first_at: string;
  last_at: string;
  first_msg_id: Id;
  event_names: string[];
}

export interface Causes {
  causes: Cause[];
  capped: boolean;
}

export interface NotRedriven {
  msg_id: Id;
  detail: string;
}

export interface Place {
  state: "queued" | "in_flight" | "archived" | "dead_letter";
  queue: string;
  msg_id: Id;
  enqueued_at: string;
  read_ct: number;
}

/** An event as consumers get it. */
export interface Event {
  event_id?: string;
  event_name?: string;
  metadata?: {
    task_uuid?: string;
    step_uuid?: string;
    step_name?: string;
    namespace?: string;
    correlation_id?: string;
    fired_at?: string;
  };
}

/** A declared event that was not published. */
export interface UnpublishedEvent extends Event {
  outcome: "skipped" | "rejected" | "failed" | "dropped";
  reason?: string;
  violations?: { pointer: string; keyword: string; message: string }[];
  at: string;
}

export interface StoredEvent {
  event_id: string;
  places: Place[];
  event: Event;
}

export interface EventReceipt {
  event_name: string;
  outcome: "published" | "skipped" | "rejected" | "failed" | "dropped" | "deferred";
  reason?: string;
  violations?: { pointer: string; keyword: string; message: string }[];
  problems?: { pointer: string; detail: string }[];
  event_id?: string;
  delivery_mode?: string;
  queue?: string;
  msg_id?: Id;
}

export interface Receipt {
  step_uuid: string;
  attempt: number | null;
  outcome: string;
  notification: { queue: string; msg_id: Id };
  events: EventReceipt[];
}

/** What a subscriber of this instance did lately with an event. */
export interface Handled {
  event_id: string;
  subscriber: string;
  outcome: "handled" | "skipped" | "failed";
  at: string;
}

export interface TimelineStep {
  step_uuid: string;
  receipts: Receipt[];
  notifications: Place[];
  events: StoredEvent[];
  handled: Handled[];
}

export interface Timeline {
  correlation_id: string | null;
  task_uuid: string | null;
  steps: TimelineStep[];
  truncated: boolean;
}

export interface BlockedKey {
  queue: string;
  ordering_key: string;
  msg_id: Id;
  event_id: string | null;
  event_name: string | null;
  enqueued_at: string;
  visible_at: string;
  read_ct: number;
  waiting: number;
}

export interface BlockedKeys {
  keys: BlockedKey[];
  capped: boolean;
}

export interface EventDeclaration {
  name: string;
  description: string;
  condition: string;
  delivery_mode: "durable" | "fast" | "broadcast";
  publisher?: string;
  schema?: unknown;
  version: string;
  ordering_key?: string;
  fan_out: string[];
}

export interface Preview {
  undeclared?: string;
  events: (EventReceipt & { queues?: string[]; ordering_key?: string; event?: unknown })[];
}

export interface Template {
  namespace_name: string;
  name: string;
  version: string;
  steps: {
    name: string;
    handler?: string;
    max_attempts: number;
    retryable: boolean;
    publishes_events: EventDeclaration[];
  }[];
}

export interface Publisher {
  name: string;
  class_name: string;
}

export interface Change {
  change: string;
  change_class: "added" | "removed" | "changed" | "rejected";
  results: number;
  before?: string;
  after?: string;
  paths?: Record<string, number>;
  examples?: string[];
}

export interface SimulationReport {
  differs: boolean;
  input: {
    read: number;
    simulated: number;
    sample: number;
    not_replayable: Record<string, number>;
    undeclared: number;
    ended: "complete" | "max_results" | "time_limit" | "cancelled";
    took_ms: number;
  };
  events: { namespace: string; template: string; step: string; event: string; changes: Change[] }[];
  unreached: string[];
}

export interface Simulation {
  id: string;
  state: "running" | "ended" | "failed";
  started_at: string;
  read: number;
  report?: SimulationReport;
  detail?: string;
}
