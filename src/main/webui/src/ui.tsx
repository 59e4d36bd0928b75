import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiError } from "./api";
import { stringify } from "./json";

const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const NUMBER = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

export function count(value: number): string {
  return NUMBER.format(value);
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A time in the viewer's zone; UTC on hover. */
export function Time({ at }: { at: string }) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) {
    return <span>{at}</span>;
  }
  const isToday = date.toDateString() === new Date().toDateString();
  return (
    <time dateTime={at} title={`${at} (UTC)`}>
      {(isToday ? TIME : DAY_AND_TIME).format(date)}
    </time>
  );
}

export function duration(seconds: number): string {
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 7_200) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return seconds < 172_800 ? `${Math.floor(seconds / 3_600)} h` : `${Math.floor(seconds / 86_400)} days`;
}

export function Notice({ tone, title, children }: { tone: "info" | "good" | "warn" | "bad"; title: string; children?: ComponentChildren }) {
  return (
    <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <strong>{title}</strong>
      {children !== undefined && <div>{children}</div>}
    </div>
  );
}

const REMEDIES: Record<number, string> = {
  0: "The page tries again by itself.",
  403: "Ask for the role, or sign in as another caller.",
  429: "Wait a moment, then try again.",
  503: "Check the database; the page shows the last figures until it answers.",
};

export function Failure({ error, retry }: { error: ApiError; retry?: () => void }) {
  return (
    <Notice tone="bad" title={error.title || `Status ${error.status}`}>
      <p>
        {error.detail} {REMEDIES[error.status] ?? ""}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </Notice>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <strong>{title}</strong>
      {children !== undefined && <p>{children}</p>}
    </div>
  );
}

export function Badge({ tone, children }: { tone: "good" | "warn" | "bad" | "quiet"; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

/** JSON with exact numbers, folded until it is asked for. */
export function Json({ title, value, open = false }: { title: string; value: unknown; open?: boolean }) {
  return (
    <details open={open}>
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="json" tabIndex={0} aria-label={title}>
        <pre>{stringify(value, 2)}</pre>
      </section>
    </details>
  );
}

/** A table that scrolls sideways by itself, with a caption for screen readers. */
export function Table(props: { caption: string; head: ComponentChildren; stacks?: boolean; children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="scroll" tabIndex={0} aria-label={props.caption}>
      <table class={props.stacks ? "stacking" : undefined}>
        <caption class="hidden">{props.caption}</caption>
        <thead>
          <tr>{props.head}</tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </section>
  );
}

/** A modal dialog; Escape closes it. */
export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}

const ROW_HEIGHT = 36;
const BEYOND = 10;

/** A list of rows of the same height, of which only those in view exist: ten thousand scroll without a pause. */
export function VirtualList<T>(props: { label: string; items: T[]; height: number; row: (item: T, index: number) => ComponentChildren }) {
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - BEYOND);
  const last = Math.min(props.items.length, Math.ceil((top + props.height) / ROW_HEIGHT) + BEYOND);
  return (
    <section
      class="virtual"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={props.label}
      style={{ maxHeight: `${props.height}px` }}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <div style={{ height: `${props.items.length * ROW_HEIGHT}px` }}>
        <ul style={{ transform: `translateY(${first * ROW_HEIGHT}px)` }}>
          {props.items.slice(first, last).map((item, index) => props.row(item, first + index))}
        </ul>
      </div>
    </section>
  );
}
