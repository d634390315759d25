/** A small card about a person who was mentioned. */

import { wordButton } from "/page/buttons.js";
import { h } from "/page/dom.js";
import { placeBeside } from "/page/menu.js";
import { faceOf } from "/page/switcher.js";

/** Opens beside the mention that was pressed. */
export class PersonCard {
  #store;
  #parts;

  constructor(store, parts) {
    this.#store = store;
    this.#parts = parts;
    this.element = h("div", { class: "menu person-card", role: "dialog", popover: "auto" });
  }

  open(id) {
    const { view } = this.#store;
    const person = view.people.get(id);
    const from = document.activeElement;
    if (!person) return;
    this.element.setAttribute("aria-label", person.real_name);
    const face = h("div", { class: "menu-item" }, faceOf(person, view));
    this.element.replaceChildren(face, ...this.#abilities(person, view));
    this.element.showPopover();
    placeBeside(this.element, from);
    this.element.querySelector("button")?.focus();
  }

  #abilities(person, view) {
    if (person.bot) {
      const direct = view.scene.channels.find((channel) => channel.im);
      return [this.#button("Open direct messages", () => this.#store.go({ place: direct.id }))];
    }
    if (person.id === view.me.id || person.deleted) return [];
    return [this.#button(`Act as ${person.real_name}`, () => this.#parts.switcher.become(person.id))];
  }

  #button(label, act) {
    return wordButton(label, () => {
      this.element.hidePopover();
      act();
    });
  }
}
