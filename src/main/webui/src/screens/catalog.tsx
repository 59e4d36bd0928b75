import { get, query } from "../api";
import { type Route, useLoad } from "../hooks";
import type { Caller, EventCount, EventDeclaration, Publisher, Statistics, Status, Subscriber, Template } from "../types";
import { Badge, count, Empty, Failure, Json, Notice, plural } from "../ui";
import { TryIt } from "./try-it";

export function Catalog({ route, caller, statistics }: { route: Route; caller: Caller; statistics: Statistics | null }) {
  const templates = useLoad("templates", (signal) => get<Template[]>("v1/templates", signal));
  const publishers = useLoad("publishers", (signal) => get<Publisher[]>("v1/publishers", signal));
  const subscribers = useLoad("subscribers", (signal) => get<Subscriber[]>("v1/subscribers", signal));
  const status = useLoad("status", (signal) => get<Status>("v1/status", signal));
  const text = route.parameters.get("text") ?? "";
  const error = templates.error ?? publishers.error ?? subscribers.error;
  if (error !== null) {
    return <Failure error={error} retry={templates.reload} />;
  }
  if (templates.data === null || publishers.data === null || subscribers.data === null) {
    return <p class="quiet">Loading</p>;
  }
  const shown = templates.data.filter((template) => matches(template, text));
  const namespaces = [...new Set(shown.map((template) => template.namespace_name))].sort();
  const problems = (status.data?.reasons ?? []).filter((reason) => reason.reason === "templates_refused");
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    location.hash = `#/catalog${query({ text: String(form.get("text")).trim() })}`;
  };
  return (
    <>
      {problems.map((problem) => (
        <Notice key={problem.detail} tone="warn" title="The template files have problems">
          {problem.detail}
        </Notice>
      ))}
      <section class="card">
        <form class="filters" onSubmit={submit}>
          <label class="field wide">
            Name of a namespace, template, step, event or publisher
            <input type="search" name="text" defaultValue={text} />
          </label>
          <button type="submit">Filter</button>
        </form>
      </section>
      {caller.roles.includes("events:operate") && <TryIt />}
      {shown.length === 0 && (
        <Empty title="No templates">
          {text === "" ? "Add a template below tasker.templates.path and reload." : "None contains this text. Remove the filter."}
        </Empty>
      )}
      {namespaces.map((namespace) => (
        <section class="card" key={namespace}>
          <h2>{namespace}</h2>
          {shown
            .filter((template) => template.namespace_name === namespace)
            .map((template) => (
              <TemplateMap
                key={template.name + template.version}
                template={template}
                publishers={publishers.data ?? []}
                subscribers={subscribers.data ?? []}
                counts={statistics?.events ?? null}
              />
            ))}
        </section>
      ))}
    </>
  );
}

function matches(template: Template, text: string): boolean {
  const names = [template.namespace_name, template.name].concat(
    template.steps.flatMap((step) => [step.name, ...step.publishes_events.flatMap((event) => [event.name, event.publisher ?? ""])]),
  );
  return names.some((name) => name.toLowerCase().includes(text.toLowerCase()));
}

interface Beans {
  readonly publishers: Publisher[];
  readonly subscribers: Subscriber[];
  /** Of this instance since its start; null while they are unknown. */
  readonly counts: EventCount[] | null;
}

function TemplateMap({ template, ...beans }: Beans & { template: Template }) {
  const events = template.steps.reduce((sum, step) => sum + step.publishes_events.length, 0);
  return (
    <details class="template" open>
      <summary>
        {template.name} {template.version}{" "}
        <small>
          {plural(template.steps.length, "step")}, {plural(events, "event")}
        </small>
      </summary>
      {template.steps.map((step) => (
        <div class="step" key={step.name}>
          <h3>
            {step.name}{" "}
            <small>
              {step.handler !== undefined && `${step.handler}, `}
              {step.retryable ? `at most ${plural(step.max_attempts, "attempt")}` : "not retryable"}
            </small>
          </h3>
          {step.publishes_events.length === 0 && <p class="quiet">publishes no events</p>}
          <ul class="events">
            {step.publishes_events.map((event) => (
              <li key={event.name}>
                <Declaration event={event} namespace={template.namespace_name} {...beans} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  );
}

/** Whether a pattern, in which * stands for any characters, matches a whole name. */
function wants(pattern: string, name: string): boolean {
  const literal = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`).test(name);
}

function Declaration({ event, namespace, publishers, subscribers, counts }: Beans & { event: EventDeclaration; namespace: string }) {
  const hasBean = event.publisher === undefined || publishers.some((publisher) => publisher.name === event.publisher);
  const queues = event.delivery_mode === "fast" ? [] : [`${namespace}_domain_events`, ...event.fan_out];
  const readers =
    event.delivery_mode === "durable" ? [] : subscribers.filter((each) => each.patterns.some((pattern) => wants(pattern, event.name)));
  return (
    <>
      <div>
        <b>{event.name}</b> <small>version {event.version}</small> <Badge tone="quiet">{event.delivery_mode}</Badge>{" "}
        <Badge tone="quiet">on {event.condition.replace("_", " ")}</Badge>
      </div>
      {event.description !== "" && <p class="why">{event.description}</p>}
      <dl>
        <dt>publisher</dt>
        <dd>
          {event.publisher ?? "default"} {!hasBean && <Badge tone="bad">no such bean</Badge>}
        </dd>
        {queues.length > 0 && (
          <>
            <dt>queues</dt>
            <dd>{queues.join(", ")}</dd>
          </>
        )}
        {event.ordering_key !== undefined && (
          <>
            <dt>ordering key</dt>
            <dd>
              <code>{event.ordering_key}</code>
            </dd>
          </>
        )}
        {event.delivery_mode !== "durable" && (
          <>
            <dt>subscribers</dt>
            <dd>{readers.length === 0 ? "none" : readers.map((reader) => reader.name).join(", ")}</dd>
          </>
        )}
      </dl>
      {counts !== null && <Counts counts={counts.find((each) => each.namespace === namespace && each.event_name === event.name)} />}
      {event.schema === undefined ? <p class="quiet">any payload</p> : <Json title={`Schema of ${event.name}`} value={event.schema} />}
      <a href={`#/live${query({ pattern: event.name })}`}>Watch {event.name}</a>
    </>
  );
}

const OUTCOMES = ["published", "skipped", "rejected", "failed", "dropped"] as const;

function Counts({ counts }: { counts: EventCount | undefined }) {
  const shown = OUTCOMES.filter((outcome) => (counts?.[outcome] ?? 0) > 0);
  return (
    <p class="why">
      {counts === undefined || shown.length === 0
        ? "No result had it since this instance started."
        : `Since this instance started: ${shown.map((outcome) => `${count(counts[outcome])} ${outcome}`).join(", ")}.`}
    </p>
  );
}
