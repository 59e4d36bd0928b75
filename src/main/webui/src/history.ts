import { approximate } from "./json";
import type { Statistics } from "./types";

/** Rates per minute between two samples; null where the counts started again or another instance answered. */
export interface Rates {
  readonly at: number;
  readonly accepted: number | null;
  readonly replayed: number | null;
  readonly conflicts: number | null;
  readonly milliseconds: number | null;
  readonly published: number | null;
  readonly skipped: number | null;
  readonly rejected: number | null;
  readonly failed: number | null;
}

const WINDOW_MS = 15 * 60_000;

const GAP = {
  accepted: null,
  replayed: null,
  conflicts: null,
  milliseconds: null,
  published: null,
  skipped: null,
  rejected: null,
  failed: null,
};

/** Turns counts since the start of an instance into rates of the last fifteen minutes. */
export class History {
  private last: Statistics | null = null;
  readonly points: Rates[] = [];

  add(next: Statistics): void {
    const before = this.last;
    if (before !== null && before.captured_at === next.captured_at) {
      return;
    }
    this.last = next;
    const at = Date.parse(next.captured_at);
    if (before !== null) {
      this.points.push({ at: at / 1_000, ...rates(before, next) });
    }
    while (this.points.length > 0 && (this.points[0]?.at ?? 0) * 1_000 < at - WINDOW_MS) {
      this.points.shift();
    }
  }
}

function rates(before: Statistics, next: Statistics): Omit<Rates, "at"> {
  const minutes = (Date.parse(next.captured_at) - Date.parse(before.captured_at)) / 60_000;
  const restarted = next.results.accepted < before.results.accepted || next.outcomes.published < before.outcomes.published;
  // A tab that was hidden for long would show its average as if it were a moment.
  if (before.worker_id !== next.worker_id || restarted || minutes <= 0 || minutes > 1) {
    return GAP;
  }
  const perMinute = (from: number, to: number) => (to - from) / minutes;
  const answered =
    next.results.accepted +
    next.results.replayed +
    next.results.conflicts -
    before.results.accepted -
    before.results.replayed -
    before.results.conflicts;
  return {
    accepted: perMinute(before.results.accepted, next.results.accepted),
    replayed: perMinute(before.results.replayed, next.results.replayed),
    conflicts: perMinute(before.results.conflicts, next.results.conflicts),
    milliseconds: answered === 0 ? null : ((approximate(next.results.seconds) - approximate(before.results.seconds)) * 1_000) / answered,
    published: perMinute(before.outcomes.published, next.outcomes.published),
    skipped: perMinute(before.outcomes.skipped, next.outcomes.skipped),
    rejected: perMinute(before.outcomes.rejected, next.outcomes.rejected),
    failed: perMinute(before.outcomes.failed + before.outcomes.dropped, next.outcomes.failed + next.outcomes.dropped),
  };
}
