/** How an event ended, as a tone. */
export const TONES = { published: "good", skipped: "quiet", rejected: "bad", failed: "bad", dropped: "bad", deferred: "quiet" } as const;

/** Why an event was not published, and what to do. */
export const REASONS: Record<string, string> = {
  condition: "Its condition does not match the outcome of the step. Nothing to do, unless the condition in the template is wrong.",
  should_publish: "Its publisher returned false from shouldPublish. Read that method.",
  before_publish: "Its publisher vetoed it in beforePublish. Read that method.",
  context_missing: "The context of the step is unknown. Let the worker claim the step, or send the context with the result.",
  definition_missing:
    "No loaded template declares the step. Load the template, or correct namespace, name, version and step in the context.",
  definition_invalid: "The step definition inside the context is invalid. Correct it, or leave it out so that the loaded template is used.",
  schema: "The payload violates the schema. Correct the handler's result or the publisher, or change the schema.",
  schema_too_costly: "Checking the payload takes more steps than allowed. Simplify the schema.",
  publisher_error: "Its publisher threw. The log has the stack trace.",
  publisher_timeout: "Its publisher exceeded tasker.publisher.timeout. Make it faster.",
  publisher_saturated: "All threads of its publisher were busy, and its queue was full. Make it faster, or non-blocking.",
  payload_unstorable: "The payload or metadata has content that JSON or PostgreSQL cannot store. Correct the publisher.",
  queue_missing: "Its namespace has no queue. Load a template of that namespace.",
  send_refused: "The database rejected it; it is a dead letter if that was possible.",
  store_unavailable: "The database was unavailable, and the mode fire-and-forget does not wait.",
  queue_full: "The queue of the mode fire-and-forget was full.",
};
