/** A select to type into, from which one is chosen. */

import { h } from "../dom.js";
import { choose } from "./acting.js";
import { described, placeholderOf } from "./field.js";
import { Listbox } from "./listbox.js";
import { Seeker } from "./seeker.js";
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
  return new Combobox(place).element;
}

class Combobox {
  #place;
  #source;
  #input;
  #seeker;

  constructor(place) {
    this.#place = place;
    this.#source = sourceOf(place);
    const placeholder = placeholderOf(place, "Choose one");
    const input = h("input", { ...COMBOBOX, ...described(place), class: "typed seeking", placeholder });
    this.#input = input;
    const pick = (option) => this.#pick(option);
    const list = new Listbox({ input, anchor: input, many: false, pick });
    const own = { pick, chosen: () => this.#chosen(), leave: () => this.#leave() };
    this.#seeker = new Seeker({ input, list, source: this.#source, ...own });
    input.addEventListener("focus", () => input.select());
    this.element = h("span", { class: "select-holder" }, input, list.element);
    this.#show();
  }

  #chosen() {
    const value = valueOf(this.#place);
    return value === null ? [] : [value];
  }

  async #pick(option) {
    this.#seeker.stop();
    this.#input.value = option.label;
    await choose(this.#place, this.#input, option.value);
    this.#show();
  }

  /** Emptied by hand is "none" where that is an answer; anything else unfinished is undone. */
  #leave() {
    const { field } = this.#place;
    const emptied = this.#input.value.trim() === "" && valueOf(this.#place) !== null;
    if (emptied && field && !field.required) choose(this.#place, this.#input, null);
    this.#show();
  }

  #show() {
    const value = valueOf(this.#place);
    this.#input.value = value === null ? "" : this.#source.labelOf(value);
  }
}
