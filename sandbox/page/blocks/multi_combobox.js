/** A select to type into, from which several are chosen. */

import { h } from "../dom.js";
import { choose } from "./acting.js";
import { COMBOBOX } from "./combobox.js";
import { described, placeholderOf } from "./field.js";
import { createListbox } from "./listbox.js";
import { createSeeker } from "./seeker.js";
import { sourceOf } from "./sources.js";
import { valueOf } from "./values.js";

/** Any select of several. */
export function multiCombobox(place) {
  const source = sourceOf(place);
  const most = place.element.max_selected_items ?? Infinity;
  const chips = h("ul", { class: "chips" });
  const input = h("input", { ...COMBOBOX, ...described(place), class: "seeking" });
  const box = h("div", { class: "typed many" }, chips, input);
  const list = createListbox({ input, anchor: box, many: true, pick });
  const seeker = createSeeker({ input, list, source, pick, chosen, leave });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Backspace" && input.value === "" && chosen().length) set(chosen().slice(0, -1));
  });
  box.addEventListener("click", ({ target }) => target === box && input.focus());

  function chosen() {
    return valueOf(place);
  }

  async function pick({ value }) {
    const has = chosen().includes(value);
    if (!has && chosen().length >= most) return list.say(`${most} at most: take one away first`);
    input.value = "";
    await set(has ? chosen().filter((each) => each !== value) : [...chosen(), value]);
    return list.isOpen() && !source.pause ? seeker.seek("") : seeker.stop();
  }

  async function set(values) {
    await choose(place, input, values);
    show();
  }

  async function remove(value) {
    await set(chosen().filter((each) => each !== value));
    input.focus();
  }

  function leave() {
    input.value = "";
  }

  function show() {
    const { disabled } = place.context;
    chips.replaceChildren(
      ...chosen().map((value) => chip(source.labelOf(value), () => remove(value), disabled)),
    );
    input.placeholder = chosen().length ? "" : placeholderOf(place, "Choose some");
  }

  show();
  return h("span", { class: "select-holder" }, box, list.element);
}

function chip(label, remove, disabled) {
  const button = h(
    "button",
    { type: "button", "aria-label": `Remove ${label}`, disabled, onclick: remove },
    "×",
  );
  return h("li", { class: "chip" }, h("span", null, label), button);
}
