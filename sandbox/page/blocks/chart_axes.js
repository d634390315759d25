/** The axes of a chart, and where its values stand. */

import { svg } from "../dom.js";
import { said } from "./chart_words.js";

const HEIGHT = 240;
const LETTER = 6.6;
const STEPS = [1, 2, 2.5, 5, 10];
const TICKS = 5;
// Room for what stands on the lowest line, and beside others there.
const FLOOR = 10;
const EDGE = 10;

/**
 * The frame for a plotted chart: {parts, height, left, right, bottom, x(category number), band, y(value)}.
 * Categories stand in the middle of bands of equal width.
 */
export function frame({ series, axis_config: config }, width) {
  const ticks = ticksFor(series.flatMap((each) => each.data.map((point) => point.value)));
  const label = Math.max(...ticks.map((tick) => said(tick).length)) * LETTER;
  const box = {
    left: label + (config.y_label ? 30 : 14),
    right: width - EDGE,
    top: 12,
    bottom: HEIGHT - (config.x_label ? 42 : 22) - FLOOR,
  };
  const band = (box.right - box.left) / config.categories.length;
  const [low, high] = [ticks[0], ticks.at(-1)];
  const y = (value) => box.bottom - ((value - low) / (high - low)) * (box.bottom - box.top);
  const x = (at) => box.left + band * (at + 0.5);
  const parts = [
    ...ticks.map((tick) => gridLine(tick, y(tick), box)),
    ...names(config, x, band, box),
    ...titles(config, box),
  ];
  return { ...box, parts, height: HEIGHT, x, y, band, zero: y(Math.min(Math.max(0, low), high)) };
}

/** Round numbers from the least to the greatest value, zero among them. */
export function ticksFor(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const whole = values.every(Number.isInteger);
  const rough = (high - low || 1) / TICKS;
  const size = 10 ** Math.floor(Math.log10(rough));
  const nice = STEPS.map((step) => step * size).find((step) => step >= rough - 1e-9);
  const step = whole ? Math.max(1, Math.ceil(nice)) : nice;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

function gridLine(tick, y, { left, right }) {
  return svg(
    "g",
    null,
    svg("line", { class: "chart-grid", x1: left, y1: y, x2: right, y2: y }),
    svg("text", { class: "chart-tick", x: left - 7, y: y + 4, "text-anchor": "end" }, said(tick)),
  );
}

/** As many names as there is room for, the last one always. */
function names({ categories }, x, band, { right, bottom }) {
  const widest = Math.max(...categories.map((name) => name.length)) * LETTER;
  const every = Math.max(1, Math.ceil((widest + 10) / band));
  const last = categories.length - 1;
  return categories.flatMap((name, at) => {
    if ((last - at) % every) return [];
    const inside = Math.min(x(at), right + EDGE - widest / 2);
    const place = { x: inside, y: bottom + 14 + FLOOR, "text-anchor": "middle" };
    return [svg("text", { class: "chart-tick", ...place }, name)];
  });
}

function titles({ x_label, y_label }, { left, right, top, bottom }) {
  const middle = (top + bottom) / 2;
  const shared = { class: "chart-axis", "text-anchor": "middle" };
  return [
    x_label ? svg("text", { ...shared, x: (left + right) / 2, y: HEIGHT - 6 }, x_label) : null,
    y_label
      ? svg("text", { ...shared, transform: `rotate(-90 11 ${middle})`, x: 11, y: middle + 4 }, y_label)
      : null,
  ];
}
