/**
 * The data_visualization block as a picture, and as a table for who would rather read.
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 */

import { h, svg } from "../dom.js";
import { drawBars } from "./chart_bars.js";
import { chartTable, chartWords } from "./chart_words.js";
import { legend } from "./chart_legend.js";
import { drawLines } from "./chart_lines.js";
import { drawPie } from "./chart_pie.js";

const DRAW = { line: drawLines, area: drawLines, bar: drawBars, pie: drawPie };
const WIDTH = 560;
const NARROWEST = 220;

/** A data_visualization block. */
export function chart(block) {
  const { chart: data, title } = block;
  if (!Object.hasOwn(DRAW, data.type)) {
    return h("p", { class: "boxed" }, `${title}: this page cannot draw a chart of the type “${data.type}”.`);
  }
  const plot = h("div", { class: "chart-plot" });
  draw(plot, block, WIDTH);
  follow(plot, block);
  return h(
    "figure",
    { class: "chart" },
    h("figcaption", { class: "chart-title" }, title),
    plot,
    legend(data),
    h("details", { class: "chart-values" }, h("summary", null, "Show as table"), chartTable(block)),
  );
}

/** Drawn anew for each width, so that letters keep their size. */
function follow(plot, block) {
  let drawn = WIDTH;
  const observer = new ResizeObserver(([entry]) => {
    const width = Math.max(Math.floor(entry.contentRect.width), NARROWEST);
    if (width === drawn || !plot.isConnected) return;
    drawn = width;
    draw(plot, block, width);
  });
  observer.observe(plot);
}

function draw(plot, block, width) {
  const { parts, height } = DRAW[block.chart.type](block.chart, width);
  const about = { role: "img", "aria-label": chartWords(block), viewBox: `0 0 ${width} ${height}`, height };
  plot.replaceChildren(svg("svg", { ...about, class: "chart-svg", focusable: "false" }, parts));
}
