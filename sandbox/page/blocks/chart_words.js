/** What a chart shows, in words and as a table. */

import { h } from "../dom.js";
import { scrolling } from "./tables.js";

const NAMES = { line: "Line chart", area: "Area chart", bar: "Bar chart", pie: "Pie chart" };

/** A chart in a few sentences. */
export function chartWords({ chart, title }) {
  const told = pointsOf(chart).map(({ name, points }) => {
    const values = points.map((point) => `${point.label} ${said(point.value)}`).join(", ");
    return name ? `${name}: ${values}.` : `${values}.`;
  });
  return [`${NAMES[chart.type]}: ${title}.`, axes(chart), ...told].filter(Boolean).join(" ");
}

/** A number as people write it. */
export function said(value) {
  return new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 }).format(value);
}

/** The share of each segment of a pie, as "25%". */
export function shares(segments) {
  const whole = segments.reduce((sum, segment) => sum + segment.value, 0);
  return segments.map((segment) => `${said(Math.round((1000 * segment.value) / whole) / 10)}%`);
}

/** All values as a table: a row for each category. */
export function chartTable({ chart, title }) {
  const [first, ...columns] = chart.type === "pie" ? ["Part", "Value", "Share"] : heads(chart);
  const rows = chart.type === "pie" ? pieRows(chart) : plottedRows(chart);
  const number = { class: "align-right" };
  return scrolling(
    `${title}, as a table`,
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        null,
        h("tr", null, [
          h("th", { scope: "col" }, first),
          columns.map((name) => h("th", { scope: "col", ...number }, name)),
        ]),
      ),
      h(
        "tbody",
        null,
        rows.map(([name, ...values]) =>
          h(
            "tr",
            null,
            h("th", { scope: "row" }, name),
            values.map((value) => h("td", number, value)),
          ),
        ),
      ),
    ),
  );
}

function axes({ axis_config: config }) {
  const told = [
    config?.x_label && `across: ${config.x_label}`,
    config?.y_label && `upwards: ${config.y_label}`,
  ];
  const words = told.filter(Boolean).join(", ");
  return words ? `Axes, ${words}.` : "";
}

function pointsOf(chart) {
  if (chart.type === "pie") return [{ name: "", points: chart.segments }];
  return chart.series.map(({ name, data }) => ({ name, points: data }));
}

function heads({ axis_config: config, series }) {
  return [config.x_label ?? "Category", ...series.map((each) => each.name)];
}

function plottedRows({ axis_config: config, series }) {
  return config.categories.map((category, at) => [
    category,
    ...series.map((each) => said(each.data[at].value)),
  ]);
}

function pieRows({ segments }) {
  const parts = shares(segments);
  return segments.map((segment, at) => [segment.label, said(segment.value), parts[at]]);
}
