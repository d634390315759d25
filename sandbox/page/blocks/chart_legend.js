/** Which series is which. */

import { h, svg } from "../dom.js";
import { colourOf, dashOf, markOf, textures } from "./chart_marks.js";
import { said, shares } from "./chart_words.js";

const SAMPLES = { line: lineSample, area: lineSample, bar: areaSample, pie: areaSample };

/** The legend of a chart. */
export function legend(chart) {
  const names = chart.type === "pie" ? pieNames(chart.segments) : chart.series.map((each) => each.name);
  const items = names.map((name, index) => h("li", null, SAMPLES[chart.type](index), h("span", null, name)));
  return h("ul", { class: "chart-legend", "aria-label": "Legend" }, items);
}

function pieNames(segments) {
  const parts = shares(segments);
  return segments.map((segment, at) => `${segment.label}: ${said(segment.value)} (${parts[at]})`);
}

function lineSample(index) {
  const line = svg("line", {
    class: "chart-line",
    x1: 1,
    y1: 7,
    x2: 31,
    y2: 7,
    "stroke-dasharray": dashOf(index),
  });
  return sample(index, 32, [line, markOf(index, 16, 7)]);
}

function areaSample(index) {
  const [defs, fill] = textures(index + 1);
  return sample(index, 14, [defs, svg("rect", { width: 14, height: 14, rx: 3, fill: fill(index) })]);
}

function sample(index, width, parts) {
  const about = {
    class: colourOf(index),
    width,
    height: 14,
    viewBox: `0 0 ${width} 14`,
    "aria-hidden": true,
  };
  return svg("svg", about, parts);
}
