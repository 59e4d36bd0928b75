import { useState } from "preact/hooks";
import { type ApiError, get, query, request } from "../api";
import { asApiError, type Route, useLoad } from "../hooks";
import { mayOperate } from "../session";
import type { Caller, Change, Simulation, SimulationReport } from "../types";
import { Badge, count, Empty, Failure, Notice, plural, Table, Time } from "../ui";

const POLL_MS = 1_000;
const PASTED = "pasted";
const TONES = { added: "good", removed: "warn", changed: "quiet", rejected: "bad" } as const;
const ENDS = {
  complete: "All recorded results of the period were read.",
  max_results: "It ended at its limit of results; choose a sample or a shorter period.",
  time_limit: "It ended at its limit of time; choose a sample or a shorter period.",
  cancelled: "It was cancelled; this is what differs up to there.",
} as const;
const NOT_REPLAYABLE: Record<string, string> = {
  invalid: "no step result",
  context_missing: "no message holds the context of the step",
  context_slim: "the event is slim, and a publisher of the step may need the context",
  result_missing: "no message holds the result",
};

/** The options of the command; an empty one has its default. */
const PARAMETERS = [
  { name: "namespace", label: "Namespace, empty for all", initial: "" },
  { name: "since", label: "Results of the last (such as 12h)", initial: "7d" },
  { name: "sample", label: "Simulate one of so many results", initial: "1" },
  { name: "max_results", label: "End after so many results", initial: "100000" },
  { name: "time_limit", label: "End after this time (such as 30s)", initial: "10m" },
] as const;

export function Simulate({ route, caller }: { route: Route; caller: Caller }) {
  const id = route.parameters.get("id");
  if (!mayOperate(caller)) {
    return <Notice tone="warn" title="Needs the role events:operate" />;
  }
  return (
    <>
      <Start />
      {id === null ? (
        <Empty title="What would these templates have done?">
          Recorded results run through the journey twice: with the active templates, and with yours. Nothing is published or stored.
        </Empty>
      ) : (
        <Progress key={id} id={id} />
      )}
    </>
  );
}

/** The files of a form by their names, the documents of the pasted text among them. */
async function templates(form: FormData): Promise<Record<string, string>> {
  const documents = String(form.get("text"))
    .split(/^---\s*$/m)
    .filter((document) => document.trim() !== "");
  const files = form.getAll("files").filter((file): file is File => file instanceof File && file.name !== "");
  const contents = await Promise.all(files.map(async (file): Promise<[string, string]> => [file.name, await file.text()]));
  return Object.fromEntries([
    ...documents.map((document, index): [string, string] => [`${PASTED}-${index + 1}.yaml`, document]),
    ...contents,
  ]);
}

function Start() {
  const [error, setError] = useState<ApiError | null>(null);
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    setError(null);
    try {
      const files = await templates(form);
      const parameters = query(Object.fromEntries(PARAMETERS.map(({ name }) => [name, String(form.get(name)).trim()])));
      const { id } = await request<Simulation>("POST", `v1/simulations${parameters}`, files);
      location.hash = `#/simulate${query({ id })}`;
    } catch (fault) {
      setError(asApiError(fault));
    }
  };
  return (
    <section class="card">
      <h2>
        Simulate <small>in place of all active templates, or of those of one namespace</small>
      </h2>
      <form onSubmit={submit}>
        <div class="columns">
          <label class="field">
            Templates, as YAML; several are separated by lines of three dashes
            <textarea name="text" rows={10} spellcheck={false} />
          </label>
          <div class="stack">
            <label class="field">
              Template files
              <input type="file" name="files" multiple accept=".yaml,.yml" />
            </label>
            {PARAMETERS.map(({ name, label, initial }) => (
              <label class="field" key={name}>
                {label}
                <input type="text" name={name} defaultValue={initial} spellcheck={false} />
              </label>
            ))}
            <button type="submit" class="primary">
              Start
            </button>
          </div>
        </div>
      </form>
      {error !== null && <Failure error={error} />}
    </section>
  );
}

function Progress({ id }: { id: string }) {
  const path = `v1/simulations/${encodeURIComponent(id)}`;
  const [ended, setEnded] = useState(false);
  const [error, setError] = useState<ApiError | null>(null);
  const simulation = useLoad(path, (signal) => get<Simulation>(path, signal), ended ? 0 : POLL_MS);
  const { data } = simulation;
  if (!ended && (simulation.error?.status === 404 || (data !== null && data.state !== "running"))) {
    setEnded(true);
  }
  if (simulation.error?.status === 404) {
    return <Empty title="No such simulation">An instance keeps its last one, until it stops. Start it again.</Empty>;
  }
  const cancel = async () => {
    try {
      await request("DELETE", path);
    } catch (fault) {
      setError(asApiError(fault));
    }
  };
  return (
    <section class="card" aria-label="Simulation">
      {simulation.error !== null && <Failure error={simulation.error} />}
      {error !== null && <Failure error={error} />}
      {data === null && simulation.error === null && <p class="quiet">Loading</p>}
      {data?.state === "running" && (
        <div aria-live="polite">
          <progress aria-label="Progress" />
          <p>
            {plural(data.read, "result")} read since <Time at={data.started_at} />.
          </p>
          <button type="button" onClick={cancel}>
            Cancel
          </button>
        </div>
      )}
      {data?.state === "failed" && (
        <Notice tone="bad" title="The simulation failed">
          {data.detail}
        </Notice>
      )}
      {data?.report !== undefined && <Report report={data.report} />}
    </section>
  );
}

function Report({ report }: { report: SimulationReport }) {
  const { input } = report;
  const skipped = Object.entries(input.not_replayable);
  return (
    <>
      <h2>
        {report.differs ? `${plural(report.events.length, "event")} would differ` : "No event would differ"}{" "}
        <small>
          {plural(input.simulated, "result")} simulated of {count(input.read)} read, in {count(input.took_ms / 1_000)} s
        </small>
      </h2>
      <p class="quiet">{ENDS[input.ended]}</p>
      {skipped.length > 0 && (
        <Notice
          tone="info"
          title={`${plural(
            skipped.reduce((sum, [, results]) => sum + results, 0),
            "result",
          )} cannot be simulated`}
        >
          {skipped.map(([reason, results]) => `${count(results)}: ${NOT_REPLAYABLE[reason] ?? reason}`).join("; ")}.
        </Notice>
      )}
      {input.simulated === 0 && (
        <Empty title="No result was simulated">Choose a longer period or another namespace; the period may have no results.</Empty>
      )}
      {report.events.length > 0 && (
        <Table
          caption="What would differ"
          stacks
          head={
            <>
              <th scope="col">event</th>
              <th scope="col">change</th>
              <th scope="col" class="number">
                results
              </th>
              <th scope="col">before and after</th>
              <th scope="col">examples</th>
            </>
          }
        >
          {report.events.flatMap((event) =>
            event.changes.map((change) => (
              <tr
                key={`${event.namespace}/${event.template}/${event.step}/${event.event}/${change.change}/${change.before}/${change.after}`}
              >
                <th scope="row">
                  {event.event}
                  <div class="quiet">
                    {event.namespace} / {event.template} / {event.step}
                  </div>
                </th>
                <td>
                  <Badge tone={TONES[change.change_class]}>{change.change_class}</Badge>{" "}
                  {change.change !== change.change_class && change.change.replaceAll("_", " ")}
                </td>
                <td class="number" data-label="results">
                  {count(change.results)}
                </td>
                <td>
                  <Difference change={change} />
                </td>
                <td data-label="examples">
                  {(change.examples ?? []).map((step) => (
                    <a key={step} class="mono example" href={`#/find${query({ step_uuid: step })}`} title={step}>
                      {step.slice(-12)}
                    </a>
                  ))}
                </td>
              </tr>
            )),
          )}
        </Table>
      )}
      {report.unreached.length > 0 && (
        <details>
          <summary>{plural(report.unreached.length, "event")} of steps without a recorded result: nothing is known about them</summary>
          <ul>
            {report.unreached.map((event) => (
              <li key={event}>{event}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Difference({ change }: { change: Change }) {
  return (
    <>
      {(change.before !== undefined || change.after !== undefined) && (
        <div>
          {change.before ?? "nothing"} → {change.after ?? "nothing"}
        </div>
      )}
      {Object.entries(change.paths ?? {}).map(([path, results]) => (
        <div key={path}>
          <code>{path === "" ? "the payload" : path}</code> <span class="quiet">{plural(results, "result")}</span>
        </div>
      ))}
    </>
  );
}
