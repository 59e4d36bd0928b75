import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import type { Rates } from "./history";

export interface Series {
  readonly label: string;
  readonly of: (rates: Rates) => number | null;
  /** A custom property of the style sheet. */
  readonly color: string;
  readonly dash?: number[];
}

const HEIGHT = 150;
const WINDOW_SECONDS = 15 * 60;
const SHORTEST_SECONDS = 2 * 60;
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(series: readonly Series[], width: number): uPlot.Options {
  const axis = { stroke: color("--quiet"), grid: { stroke: color("--line"), width: 1 }, ticks: { show: false }, font: "11px system-ui" };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { range: (_plot, from, to) => [Math.max(to - WINDOW_SECONDS, Math.min(from, to - SHORTEST_SECONDS)), to] },
      y: { range: (_plot, _from, to) => [0, Math.max(1, to * 1.1)] },
    },
    axes: [
      { ...axis, space: 80, size: 24, values: (_plot, times) => times.map((time) => CLOCK.format(time * 1_000)) },
      { ...axis, size: 46, space: 32 },
    ],
    series: [
      {},
      ...series.map((each) => ({
        label: each.label,
        stroke: color(each.color),
        width: 2,
        points: { show: false },
        ...(each.dash === undefined ? {} : { dash: each.dash }),
      })),
    ],
  };
}

function table(series: readonly Series[], points: readonly Rates[]): uPlot.AlignedData {
  const end = Date.now() / 1_000;
  return [[...points.map((point) => point.at), end], ...series.map((each) => [...points.map(each.of), null])];
}

/** Lines over the last fifteen minutes; the figures of the last one are in the legend, as text. */
export function Chart({
  title,
  unit,
  series,
  points,
}: {
  title: string;
  unit: string;
  series: readonly Series[];
  points: readonly Rates[];
}) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const last = points[points.length - 1];

  useEffect(() => {
    const element = box.current;
    if (element === null) {
      return;
    }
    const draw = () => {
      plot.current?.destroy();
      plot.current = new uPlot(options(series, element.clientWidth), table(series, points), element);
    };
    draw();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const dark = matchMedia("(prefers-color-scheme: dark)");
    dark.addEventListener("change", draw);
    return () => {
      resized.disconnect();
      dark.removeEventListener("change", draw);
      plot.current?.destroy();
      plot.current = null;
    };
  }, [series]);

  useEffect(() => {
    plot.current?.setData(table(series, points));
  });

  return (
    <figure class="card chart">
      <figcaption>
        <h2>
          {title} <small>{unit}</small>
        </h2>
        <ul class="legend">
          {series.map((each) => (
            <li key={each.label}>
              <i class={each.color.slice(2)} aria-hidden="true" />
              {each.label} <b>{figure(last === undefined ? null : each.of(last))}</b>
            </li>
          ))}
        </ul>
      </figcaption>
      <div ref={box} aria-hidden="true" />
    </figure>
  );
}

function figure(value: number | null): string {
  if (value === null) {
    return "–";
  }
  return value >= 100 || value === 0 ? String(Math.round(value)) : value.toFixed(1);
}
