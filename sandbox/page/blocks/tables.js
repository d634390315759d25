/** The table and data_table blocks: they scroll inside themselves. */

import { h } from "../dom.js";
import { richText } from "./rich_text.js";

const PAGE = 10;
const ALIGNS = new Set(["left", "center", "right"]);

/** A table block. */
export function table(block, context) {
  const settings = block.column_settings ?? [];
  const [head, ...body] = block.rows;
  const cell = (tag, scope) => (content, column) =>
    h(tag, { scope, class: styleOf(settings[column]) }, contentOf(content, context));
  return scrolling(
    "Table",
    h(
      "table",
      { class: "table" },
      h("thead", null, h("tr", null, head.map(cell("th", "col")))),
      h(
        "tbody",
        null,
        body.map((row) => h("tr", null, row.map(cell("td", null)))),
      ),
    ),
  );
}

/** A data_table block: with a caption, a column that names the rows, and pages. */
export function dataTable(block, context) {
  const [head, ...body] = block.rows;
  const size = block.page_size ?? PAGE;
  const rows = h("tbody", null);
  const show = (page) => {
    const shown = body.slice(page * size, (page + 1) * size);
    rows.replaceChildren(...shown.map((row) => rowOf(row, block, context)));
  };
  const heads = head.map((content, column) =>
    h("th", { scope: "col", class: numeric(body[0]?.[column]) }, contentOf(content, context)),
  );
  show(0);
  const built = h(
    "table",
    { class: "table" },
    h("caption", null, block.caption),
    h("thead", null, h("tr", null, heads)),
    rows,
  );
  return [
    scrolling(block.caption, built),
    body.length > size ? pager(Math.ceil(body.length / size), show) : null,
  ];
}

/** A part that scrolls sideways by itself, by keyboard too. */
export function scrolling(label, content) {
  return h("div", { class: "scrolling", role: "region", tabindex: "0", "aria-label": label }, content);
}

function rowOf(row, block, context) {
  const naming = block.row_header_column_index ?? 0;
  return h(
    "tr",
    null,
    row.map((content, column) => {
      const named = column === naming ? ["th", "row"] : ["td", null];
      return h(named[0], { scope: named[1], class: numeric(content) }, contentOf(content, context));
    }),
  );
}

function pager(count, show) {
  let page = 0;
  const place = h("span", { role: "status" });
  const step = (label, by) =>
    h("button", { type: "button", class: "press press-small", onclick: () => turn(page + by) }, label);
  const [back, on] = [step("Previous", -1), step("Next", 1)];
  function turn(to) {
    page = Math.min(Math.max(to, 0), count - 1);
    place.textContent = `Page ${page + 1} of ${count}`;
    back.setAttribute("aria-disabled", String(page === 0));
    on.setAttribute("aria-disabled", String(page === count - 1));
    show(page);
  }
  turn(0);
  return h("div", { class: "pager" }, back, place, on);
}

function contentOf(cell, context) {
  if (cell.type === "rich_text") return richText(cell, context);
  return cell.text ?? String(cell.value ?? "");
}

function numeric(cell) {
  return cell?.type === "raw_number" ? "align-right" : null;
}

function styleOf(setting) {
  const align = ALIGNS.has(setting?.align) ? `align-${setting.align}` : "";
  return `${align} ${setting?.is_wrapped ? "wrapped" : ""}`.trim() || null;
}
