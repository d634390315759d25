/** A select to type into, from which one is chosen. */

import { h } from "../dom.js";
import { choose } from "./acting.js";
import { described, placeholderOf } from "./field.js";
import { createListbox } from "./listbox.js";
import { createSeeker } from "./seeker.js";
import { sourceOf } from "./sources.js";
import { valueOf } from "./values.js";

export const COMBOBOX = {
  type: "text",
  role: "combobox",
  autocomplete: "off",
  spellcheck: "false",
  autocapitalize: "none",
  "aria-autocomplete": "list",
  "aria-expanded": "false",
  "aria-haspopup": "listbox",
};

/** Any select of one. */
export function combobox(place) {
  const source = sourceOf(place);
  const placeholder = placeholderOf(place, "Choose one");
  const input = h("input", { ...COMBOBOX, ...described(place), class: "typed seeking", placeholder });
  const list = createListbox({ input, anchor: input, many: false, pick });
  const seeker = createSeeker({ input, list, source, pick, chosen, leave });
  input.addEventListener("focus", () => input.select());

  function chosen() {
    const value = valueOf(place);
    return value === null ? [] : [value];
  }

  async function pick(option) {
    seeker.stop();
    input.value = option.label;
    await choose(place, input, option.value);
    show();
  }

  /** Emptied by hand is "none" where that is an answer; anything else unfinished is undone. */
  function leave() {
    const emptied = input.value.trim() === "" && valueOf(place) !== null;
    if (emptied && place.field && !place.field.required) choose(place, input, null);
    show();
  }

  function show() {
    const value = valueOf(place);
    input.value = value === null ? "" : source.labelOf(value);
  }

  show();
  return h("span", { class: "select-holder" }, input, list.element);
}
