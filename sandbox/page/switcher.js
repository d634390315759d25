/** Who the visitor acts as. */

import { avatar } from "/page/avatar.js";
import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { Menu } from "/page/menu.js";
import { clockTime, zoneCity } from "/page/time.js";

/** The button with the current person, and the menu of all of them. */
export class Switcher {
  #store;
  #parts;
  #button = h("button", { type: "button", class: "switcher-button" });
  #menu = new Menu(this.#button, "Act as", () => this.#entries());
  #shown = "";

  constructor(store, parts) {
    this.#store = store;
    this.#parts = parts;
    this.element = h("div", { class: "switcher" }, this.#button, this.#menu.element);
  }

  show(view) {
    const signature = JSON.stringify(view.me);
    if (signature === this.#shown) return;
    this.#shown = signature;
    this.#button.setAttribute("aria-label", `Act as: ${view.me.real_name}`);
    const name = [h("span", { class: "soft" }, "You act as"), h("b", {}, view.me.real_name)];
    const words = h("span", { class: "switcher-words" }, name);
    const mark = h("span", { class: "mark" }, markOf(view.me));
    this.#button.replaceChildren(avatar(view.me), words, mark, icon("down"));
  }

  open() {
    this.#menu.open();
  }

  /** Act as somebody from now on. */
  async become(id) {
    await this.#store.go({ as: id });
    const { me } = this.#store.view;
    this.#parts.announcer.say(`You act as ${[me.real_name, markOf(me)].filter(Boolean).join(", ")}.`);
  }

  #entries() {
    const { view } = this.#store;
    const people = view.scene.people.filter((person) => !person.bot && !person.deleted);
    return people.map((person) => ({
      label: person.real_name,
      content: faceOf(person, view),
      checked: person.id === view.me.id,
      choose: () => this.become(person.id),
    }));
  }
}

/** A person as menus and cards show them: picture, name, role mark, city and the time there. */
export function faceOf(person, view) {
  const mark = markOf(person);
  const name = h("b", {}, person.real_name, mark ? h("span", { class: "mark" }, mark) : null);
  const where = h("span", { class: "soft" }, `${zoneCity(person.tz)} ${clockTime(view.now(), person.tz)}`);
  return [avatar(person), h("span", { class: "face-words" }, name, where)];
}

/** What kind of person somebody is; empty for most. */
function markOf(person) {
  if (person.guest) return "Guest";
  return person.admin ? "Admin" : "";
}
