/** Line and area charts. */

import { svg } from "../dom.js";
import { frame } from "./chart_axes.js";
import { colourOf, dashOf, markOf } from "./chart_marks.js";

const APART = 5;

/** The parts of a line or area chart that is `width` wide: {parts, height}. */
export function drawLines(chart, width) {
  const axes = frame(chart, width);
  const lines = chart.series.map((each, index) => lineOf(chart, each, index, axes));
  return { parts: [...axes.parts, ...lines], height: axes.height };
}

/**
 * How far series number `index` is moved at a category, in pixels: series with the same value there stand
 * side by side, so that none hides another.
 */
export function nudge(series, index, at) {
  const { value } = series[index].data[at];
  const same = series.flatMap((each, number) => (each.data[at].value === value ? [number] : []));
  return (same.indexOf(index) - (same.length - 1) / 2) * APART;
}

function lineOf(chart, { data }, index, axes) {
  const points = data.map(({ value }, at) => [axes.x(at), axes.y(value) + nudge(chart.series, index, at)]);
  const drawn = points.map(([x, y]) => `${x},${y}`).join(" ");
  const [first, last] = [points[0][0], points.at(-1)[0]];
  return svg(
    "g",
    { class: colourOf(index) },
    chart.type === "area"
      ? svg("polygon", { class: "chart-area", points: `${first},${axes.zero} ${drawn} ${last},${axes.zero}` })
      : null,
    svg("polyline", { class: "chart-line", points: drawn, "stroke-dasharray": dashOf(index) }),
    points.map(([x, y]) => markOf(index, x, y)),
  );
}
