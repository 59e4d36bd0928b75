import { useState } from "preact/hooks";
import { type ApiError, request } from "../api";
import { asApiError } from "../hooks";
import { parse } from "../json";
import { REASONS } from "../reasons";
import type { Preview } from "../types";
import { Badge, Failure, Json, Notice } from "../ui";

const TONES = { published: "good", skipped: "quiet", rejected: "bad", failed: "bad", dropped: "bad", deferred: "quiet" } as const;

/** Shows what would be published for a result; nothing is accepted, published or stored. */
export function TryIt() {
  const [preview, setPreview] = useState<Preview | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setPreview(null);
    setError(null);
    setProblem(null);
    let body: unknown;
    try {
      body = parse(String(form.get("result")));
    } catch (fault) {
      setProblem(String(fault));
      return;
    }
    try {
      setPreview(await request<Preview>("POST", "v1/step-results/preview", body));
    } catch (fault) {
      setError(asApiError(fault));
    }
  };
  return (
    <section class="card" aria-label="Try it">
      <details>
        <summary>Try it: what would be published for a result?</summary>
        <form onSubmit={submit}>
          <label class="field">
            Step result with its task_sequence_step, as JSON
            <textarea name="result" rows={8} required spellcheck={false} />
          </label>
          <p class="quiet">Nothing is accepted, published or stored.</p>
          <button type="submit" class="primary">
            Preview
          </button>
        </form>
        {problem !== null && (
          <Notice tone="warn" title="Not JSON">
            {problem}
          </Notice>
        )}
        {error !== null && <Failure error={error} />}
        {preview?.undeclared !== undefined && (
          <p class="why">
            <code>{preview.undeclared}</code> {REASONS[preview.undeclared] ?? ""}
          </p>
        )}
        <ul class="events" aria-label="Preview">
          {preview?.events.map((event) => (
            <li key={event.event_name}>
              <Badge tone={TONES[event.outcome]}>{event.outcome}</Badge> <b>{event.event_name}</b>{" "}
              <span class="quiet">{(event.queues ?? []).join(", ")}</span>
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
              {event.event !== undefined && <Json title={`Content of ${event.event_name}`} value={event.event} />}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
