import { headers, renew } from "./credentials";
import { parse, stringify } from "./json";

// The page is at {root}/console/.
const ROOT = new URL("../", document.baseURI);

/** What the service answered instead of a result; status 0 when it did not answer. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly retryAfter: string | null,
  ) {
    super(`${title}: ${detail}`);
  }
}

interface Problem {
  title?: string;
  detail?: string;
  errors?: { pointer: string; detail: string }[];
}

function failure(response: Response, text: string): ApiError {
  let problem: Problem = {};
  try {
    problem = parse(text) as Problem;
  } catch {
    // A proxy answered with something else.
  }
  const errors = (problem.errors ?? []).map((error) => `${error.pointer} ${error.detail}`.trim()).join("; ");
  const detail = errors || problem.detail || `The service answered ${response.status}.`;
  return new ApiError(response.status, problem.title ?? response.statusText, detail, response.headers.get("Retry-After"));
}

export function url(path: string): URL {
  return new URL(path, ROOT);
}

/** Sends a request; fails with an {@link ApiError}. */
export async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  await renew();
  let response: Response;
  let text: string;
  try {
    const json: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
    response = await fetch(url(path), {
      method,
      headers: { Accept: "application/json", ...json, ...headers() },
      body: body === undefined ? null : stringify(body),
      cache: "no-store",
      credentials: "same-origin",
      signal: signal ?? null,
    });
    text = await response.text();
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") {
      throw fault;
    }
    throw new ApiError(0, "No answer", "The service cannot be reached. Check that it is running and that the network works.", null);
  }
  if (!response.ok) {
    throw failure(response, text);
  }
  return (text === "" ? undefined : parse(text)) as T;
}

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return request<T>("GET", path, undefined, signal);
}

/** A query string of the parameters that have a value. */
export function query(parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null && value !== undefined && value !== "") {
      search.set(name, String(value));
    }
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}
