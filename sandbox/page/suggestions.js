/** The list of completions over a text field: arrows choose, Tab or Enter take, Escape closes. */

import { h } from "/page/dom.js";

/**
 * A list for `field`; `take(item)` is called when one is chosen. The field keeps the focus; screen
 * readers follow the active option by aria-activedescendant (w3.org/WAI/ARIA/apg/patterns/combobox).
 */
export class Suggestions {
  #field;
  #id;
  #take;
  #items = [];
  #active = 0;

  constructor(field, id, take) {
    this.#field = field;
    this.#id = id;
    this.#take = take;
    const listbox = { role: "listbox", id, "aria-label": "Suggestions", hidden: true };
    this.element = h("ul", { class: "suggestions", ...listbox });
    field.setAttribute("aria-controls", id);
    field.setAttribute("aria-haspopup", "listbox");
  }

  /** Offer these items (see completion.js); none closes the list. */
  show(items) {
    this.#items = items;
    this.#active = 0;
    this.element.hidden = items.length === 0;
    this.element.replaceChildren(...items.map((item, index) => this.#optionOf(item, index)));
    this.#mark();
  }

  close() {
    if (this.#items.length) this.show([]);
  }

  /** Whether a key was for the list. */
  press(event) {
    if (!this.#items.length) return false;
    const keys = {
      ArrowDown: () => this.#move(1),
      ArrowUp: () => this.#move(-1),
      Tab: () => this.#choose(this.#active),
      Enter: () => this.#choose(this.#active),
      Escape: () => this.close(),
    };
    const sending = event.key === "Enter" && this.#isThere();
    if (!keys[event.key] || event.shiftKey || sending) return false;
    event.preventDefault();
    keys[event.key]();
    return true;
  }

  #optionOf(item, index) {
    // Pressing the mouse would take the focus from the field, and close the list before the click.
    const keep = (event) => event.preventDefault();
    const choose = () => this.#choose(index);
    return h(
      "li",
      { role: "option", id: `${this.#id}-${index}`, onmousedown: keep, onclick: choose },
      h("b", {}, item.label),
      h("span", { class: "soft" }, item.about),
    );
  }

  #mark() {
    [...this.element.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.#active));
      if (index === this.#active) option.scrollIntoView({ block: "nearest" });
    });
    const name = "aria-activedescendant";
    if (this.#items.length) this.#field.setAttribute(name, `${this.#id}-${this.#active}`);
    else this.#field.removeAttribute(name);
  }

  #choose(index) {
    const item = this.#items[index];
    this.close();
    this.#take(item);
  }

  #move(by) {
    this.#active = (this.#active + by + this.#items.length) % this.#items.length;
    this.#mark();
  }

  /** Whether the text says already what the active suggestion would say. */
  #isThere() {
    const { from, to, insert } = this.#items[this.#active];
    return this.#field.value.slice(from, to).trim() === insert.trim();
  }
}
