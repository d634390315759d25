/** The list of a combobox. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */

import { h } from "../dom.js";
import { freshId } from "./field.js";
import { createPopup } from "./popup.js";

/**
 * The list of `input`, beside `anchor`: {element, isOpen, show(groups, chosen, first), say(text), close(),
 * move(step), active() → option or null}. With `first` the first option is the active one, without it
 * the one that was active or is chosen. `pick(option)` is called for a press on an option.
 */
export function createListbox({ input, anchor, many, pick }) {
  const about = { role: "listbox", id: freshId(), "aria-label": "Choices" };
  const list = h("div", { ...about, "aria-multiselectable": many ? "true" : null });
  const note = h("p", { class: "choice-note", role: "status" });
  const element = h("div", { class: "popup", popover: "manual" }, list, note);
  const popup = createPopup(element, input, anchor);
  let rows = [];
  let at = -1;
  // The list must not take the focus from what is typed into.
  element.addEventListener("pointerdown", (event) => event.preventDefault());
  input.setAttribute("aria-controls", list.id);

  function show(groups, chosen, first) {
    const here = rows[at]?.option.value ?? chosen[0];
    rows = [];
    const filled = groups.filter((group) => group.options.length);
    list.replaceChildren(...filled.map((group) => groupNode(group, chosen)));
    note.textContent = rows.length ? "" : "Nothing found";
    popup.open();
    activate(first ? 0 : rows.findIndex((row) => row.option.value === here));
  }

  function groupNode(group, chosen) {
    const nodes = group.options.map((option) => rowNode(option, chosen.includes(option.value)));
    if (!group.label) return h("div", { role: "presentation" }, nodes);
    const id = freshId();
    const title = h("p", { class: "choice-group", id }, group.label);
    return h("div", { role: "group", "aria-labelledby": id }, title, nodes);
  }

  function rowNode(option, selected) {
    const more = option.more ? h("span", { class: "choice-more" }, option.more) : null;
    const node = h(
      "div",
      {
        role: "option",
        id: freshId(),
        class: "choice",
        "aria-selected": selected,
        onclick: () => pick(option),
      },
      h("span", null, option.label),
      more,
    );
    rows.push({ node, option });
    return node;
  }

  function activate(index) {
    rows[at]?.node.classList.remove("active");
    at = rows[index] ? index : -1;
    rows[at]?.node.classList.add("active");
    rows[at]?.node.scrollIntoView({ block: "nearest" });
    if (at >= 0) input.setAttribute("aria-activedescendant", rows[at].node.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function say(text) {
    rows = [];
    list.replaceChildren();
    note.textContent = text;
    activate(-1);
    popup.open();
  }

  function close() {
    popup.close();
    activate(-1);
  }

  function move(step) {
    const from = at < 0 && step < 0 ? 0 : at;
    if (rows.length) activate((from + step + rows.length) % rows.length);
  }

  return {
    element,
    isOpen: popup.isOpen,
    show,
    say,
    close,
    move,
    active: () => rows[at]?.option ?? null,
  };
}
