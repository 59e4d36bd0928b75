import { get, query } from "./api";
import type { Timeline } from "./types";

/** What a search starts from; a message is the name of its queue and its id, such as payments_domain_events/17. */
export type Key = "correlation_id" | "task_uuid" | "step_uuid" | "event_id" | "message";

/** Everything that the service still knows of the task that a key leads to. */
export function timeline(key: Key, value: string, signal: AbortSignal): Promise<Timeline> {
  const slash = value.lastIndexOf("/");
  const parameters = key === "message" ? { queue: value.slice(0, slash), msg_id: value.slice(slash + 1) } : { [key]: value };
  return get<Timeline>(`v1/timeline${query(parameters)}`, signal);
}
