/** A select to type into, from which several are chosen. */

import { h } from "../dom.js";
import { choose } from "./acting.js";
import { COMBOBOX } from "./combobox.js";
import { described, placeholderOf } from "./field.js";
import { Listbox } from "./listbox.js";
import { Seeker } from "./seeker.js";
import { sourceOf } from "./sources.js";
import { valueOf } from "./values.js";

/** Any select of several. */
export function multiCombobox(place) {
  return new MultiCombobox(place).element;
}

class MultiCombobox {
  #place;
  #source;
  #input;
  #list;
  #seeker;
  #chips = h("ul", { class: "chips" });

  constructor(place) {
    this.#place = place;
    this.#source = sourceOf(place);
    const input = h("input", { ...COMBOBOX, ...described(place), class: "seeking" });
    this.#input = input;
    const box = h("div", { class: "typed many" }, this.#chips, input);
    const pick = (option) => this.#pick(option);
    this.#list = new Listbox({ input, anchor: box, many: true, pick });
    const own = { pick, chosen: () => this.#chosen(), leave: () => this.#leave() };
    this.#seeker = new Seeker({ input, list: this.#list, source: this.#source, ...own });
    input.addEventListener("keydown", (event) => this.#pressed(event));
    box.addEventListener("click", ({ target }) => target === box && input.focus());
    this.element = h("span", { class: "select-holder" }, box, this.#list.element);
    this.#show();
  }

  #chosen() {
    return valueOf(this.#place);
  }

  /** Choose an option, or take it away where it is chosen already. */
  async #pick({ value }) {
    const chosen = this.#chosen();
    const has = chosen.includes(value);
    const most = this.#place.element.max_selected_items ?? Infinity;
    if (!has && chosen.length >= most) return this.#list.say(`${most} at most: take one away first`);
    this.#input.value = "";
    await this.#set(has ? chosen.filter((each) => each !== value) : [...chosen, value]);
    return this.#list.isOpen() && !this.#source.pause ? this.#seeker.seek("") : this.#seeker.stop();
  }

  async #set(values) {
    await choose(this.#place, this.#input, values);
    this.#show();
  }

  async #remove(value) {
    await this.#set(this.#chosen().filter((each) => each !== value));
    this.#input.focus();
  }

  /** Backspace in an empty input takes the last one away. */
  #pressed(event) {
    const chosen = this.#chosen();
    const removes = event.key === "Backspace" && this.#input.value === "" && chosen.length;
    if (removes) this.#set(chosen.slice(0, -1));
  }

  #leave() {
    this.#input.value = "";
  }

  #show() {
    const chosen = this.#chosen();
    this.#chips.replaceChildren(...chosen.map((value) => this.#chip(value)));
    this.#input.placeholder = chosen.length ? "" : placeholderOf(this.#place, "Choose some");
  }

  #chip(value) {
    const label = this.#source.labelOf(value);
    const { disabled } = this.#place.context;
    const onclick = () => this.#remove(value);
    const shared = { type: "button", "aria-label": `Remove ${label}`, disabled, onclick };
    return h("li", { class: "chip" }, h("span", null, label), h("button", shared, "×"));
  }
}
