import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "./api";

/** The screen and its parameters, as the address has them: #/dead-letters?queue=payments_domain_events_dlq */
export interface Route {
  readonly screen: string;
  readonly parameters: URLSearchParams;
}

function current(): Route {
  const [screen = "", search = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
  return { screen: screen === "" ? "overview" : screen, parameters: new URLSearchParams(search) };
}

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const change = () => setRoute(current());
    addEventListener("hashchange", change);
    return () => removeEventListener("hashchange", change);
  }, []);
  return route;
}

/** Whether the tab can be seen; polls and streams stop while it cannot. */
export function useVisible(): boolean {
  const [visible, setVisible] = useState(!document.hidden);
  useEffect(() => {
    const change = () => setVisible(!document.hidden);
    document.addEventListener("visibilitychange", change);
    return () => document.removeEventListener("visibilitychange", change);
  }, []);
  return visible;
}

export interface Loaded<T> {
  /** The last successful answer; stays while later requests fail. */
  readonly data: T | null;
  readonly error: ApiError | null;
  readonly loading: boolean;
  readonly reload: () => void;
}

export function asApiError(fault: unknown): ApiError {
  return fault instanceof ApiError ? fault : new ApiError(0, "Error in the console", String(fault), null);
}

/**
 * Loads something, and again at an interval while the tab is visible.
 *
 * @param key what is loaded; another key forgets the answer
 * @param interval in milliseconds; 0 to load once
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>, interval = 0): Loaded<T> {
  const [state, setState] = useState<{ key: string; data: T | null; error: ApiError | null }>({ key, data: null, error: null });
  const [turn, setTurn] = useState(0);
  const [loading, setLoading] = useState(false);
  const visible = useVisible();
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    if (!visible) {
      return;
    }
    const abort = new AbortController();
    let timer = 0;
    const run = async () => {
      setLoading(true);
      try {
        const data = await latest.current(abort.signal);
        if (!abort.signal.aborted) {
          setState({ key, data, error: null });
        }
      } catch (fault) {
        if (!abort.signal.aborted) {
          setState((before) => ({ key, data: before.key === key ? before.data : null, error: asApiError(fault) }));
        }
      }
      if (!abort.signal.aborted) {
        setLoading(false);
        if (interval > 0) {
          timer = window.setTimeout(run, interval);
        }
      }
    };
    run();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [key, visible, interval, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const isCurrent = state.key === key;
  return { data: isCurrent ? state.data : null, error: isCurrent ? state.error : null, loading, reload };
}
