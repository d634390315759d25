/** Buttons, the usual ones. */

import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";

/** A button that is only a drawing; `label` is what it is called. */
export function iconButton(name, label, onclick, more = "") {
  const properties = { type: "button", class: `plain icon-only ${more}`, "aria-label": label, onclick };
  return h("button", properties, icon(name));
}

/** A button in words. */
export function wordButton(label, onclick, look = "button") {
  return h("button", { type: "button", class: look, onclick }, label);
}

/** A line for what went wrong, read out at once; `tell(line, sentence)` fills and empties it. */
export function troubleLine() {
  return h("p", { class: "trouble", role: "alert" });
}

/** Say what went wrong; an empty sentence says nothing. */
export function tell(line, sentence) {
  line.replaceChildren(...(sentence ? [icon("warning"), sentence] : []));
}
