/** The list of a combobox. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ */

import { h } from "../dom.js";
import { freshId } from "./field.js";
import { createPopup } from "./popup.js";

/** The list of `input`, beside `anchor`. `pick(option)` is called for a press on an option. */
export class Listbox {
  #input;
  #pick;
  #popup;
  #list;
  #note = h("p", { class: "choice-note", role: "status" });
  #rows = [];
  #at = -1;

  constructor({ input, anchor, many, pick }) {
    this.#input = input;
    this.#pick = pick;
    const about = { role: "listbox", id: freshId(), "aria-label": "Choices" };
    this.#list = h("div", { ...about, "aria-multiselectable": many ? "true" : null });
    this.element = h("div", { class: "popup", popover: "manual" }, this.#list, this.#note);
    this.#popup = createPopup(this.element, input, anchor);
    // The list must not take the focus from what is typed into.
    this.element.addEventListener("pointerdown", (event) => event.preventDefault());
    input.setAttribute("aria-controls", this.#list.id);
  }

  isOpen() {
    return this.#popup.isOpen();
  }

  /** The option that Enter would take, or null. */
  active() {
    return this.#rows[this.#at]?.option ?? null;
  }

  /**
   * Open the list with groups of options (see sources.js); `chosen` are the values chosen. With `first` the
   * first option is the active one, without it the one that was active or is chosen.
   */
  show(groups, chosen, first) {
    const here = this.#rows[this.#at]?.option.value ?? chosen[0];
    this.#rows = [];
    const filled = groups.filter((group) => group.options.length);
    this.#list.replaceChildren(...filled.map((group) => this.#groupNode(group, chosen)));
    this.#note.textContent = this.#rows.length ? "" : "Nothing found";
    this.#popup.open();
    this.#activate(first ? 0 : this.#rows.findIndex((row) => row.option.value === here));
  }

  /** Open the list with a remark instead of options. */
  say(text) {
    this.#rows = [];
    this.#list.replaceChildren();
    this.#note.textContent = text;
    this.#activate(-1);
    this.#popup.open();
  }

  close() {
    this.#popup.close();
    this.#activate(-1);
  }

  /** Make the option so many steps further the active one, around the ends. */
  move(step) {
    const count = this.#rows.length;
    const from = this.#at < 0 && step < 0 ? 0 : this.#at;
    if (count) this.#activate((from + step + count) % count);
  }

  #activate(index) {
    this.#rows[this.#at]?.node.classList.remove("active");
    this.#at = this.#rows[index] ? index : -1;
    const row = this.#rows[this.#at];
    row?.node.classList.add("active");
    row?.node.scrollIntoView({ block: "nearest" });
    if (row) this.#input.setAttribute("aria-activedescendant", row.node.id);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #groupNode(group, chosen) {
    const nodes = group.options.map((option) => this.#rowNode(option, chosen.includes(option.value)));
    if (!group.label) return h("div", { role: "presentation" }, nodes);
    const id = freshId();
    const title = h("p", { class: "choice-group", id }, group.label);
    return h("div", { role: "group", "aria-labelledby": id }, title, nodes);
  }

  #rowNode(option, selected) {
    const more = option.more ? h("span", { class: "choice-more" }, option.more) : null;
    const shared = { role: "option", id: freshId(), class: "choice", "aria-selected": selected };
    const onclick = () => this.#pick(option);
    const node = h("div", { ...shared, onclick }, h("span", null, option.label), more);
    this.#rows.push({ node, option });
    return node;
  }
}
