/** Bar charts: the series of a category stand beside one another. */

import { svg } from "../dom.js";
import { frame } from "./chart_axes.js";
import { colourOf, textures } from "./chart_marks.js";
import { said } from "./chart_words.js";

const FILLED = 0.72;
const WIDEST = 48;
const LETTER = 7;

/** The parts of a bar chart that is `width` wide: {parts, height}. */
export function drawBars(chart, width) {
  const axes = frame(chart, width);
  const [defs, fill] = textures(chart.series.length);
  const wide = Math.min((axes.band * FILLED) / chart.series.length, WIDEST);
  const bars = chart.series.map((each, index) => {
    const shift = (index - chart.series.length / 2) * wide;
    const drawn = each.data.map(({ value }, at) => bar(value, axes.x(at) + shift, wide, axes, fill(index)));
    return svg("g", { class: colourOf(index) }, drawn);
  });
  return { parts: [defs, ...axes.parts, ...bars], height: axes.height };
}

function bar(value, x, wide, axes, fill) {
  const [top, bottom] = [axes.y(value), axes.zero].sort((a, b) => a - b);
  const words = said(value);
  const fits = words.length * LETTER <= wide + 2;
  const above = value < 0 ? bottom + 13 : top - 4;
  return [
    svg("rect", {
      class: "chart-bar",
      x: x + 1,
      y: top,
      width: Math.max(wide - 2, 1),
      height: Math.max(bottom - top, 1),
      fill,
    }),
    fits
      ? svg("text", { class: "chart-value", x: x + wide / 2, y: above, "text-anchor": "middle" }, words)
      : null,
  ];
}
