/** While the demo plays its past year, the workspace fills behind this, and cannot be used. */

import { h } from "/page/dom.js";

/** Covers the page as long as the scene says so; `behind()` are the elements that have to wait. */
export class Busy {
  #parts;
  #behind;
  #words = h("p", { "aria-hidden": "true" });
  #waiting = false;

  constructor(parts, behind) {
    this.#parts = parts;
    this.#behind = behind;
    const bar = h("progress", { "aria-label": "Preparing the workspace" });
    const card = h("div", { class: "busy-card" }, this.#words, bar);
    this.element = h("div", { class: "busy", hidden: true }, card);
  }

  show(view) {
    const { busy } = view.scene;
    if (busy) this.#words.textContent = busy;
    if (Boolean(busy) === this.#waiting) return;
    this.#waiting = Boolean(busy);
    this.element.hidden = !busy;
    for (const each of this.#behind()) each.inert = this.#waiting;
    // The months that pass would be too much to listen to: the beginning and the end are told.
    this.#parts.announcer.say(busy ?? "The workspace is ready.");
    if (!busy) this.#parts.focusMain();
  }
}
