/** Menus that drop from a button: arrows move, Enter chooses, Escape closes. */

import { h } from "/page/dom.js";

const GAP = 6;
const EDGE = 8;

/**
 * A menu of `button`. `items()` gives, each time it opens, [{label, content?, checked?, choose()}];
 * `content` is shown instead of the label.
 */
export class Menu {
  #button;
  #items;

  constructor(button, name, items) {
    this.#button = button;
    this.#items = items;
    this.element = h("div", { class: "menu", role: "menu", "aria-label": name, popover: "manual" });
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
    button.setAttribute("aria-haspopup", "menu");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", () => (this.#isOpen() ? this.close() : this.open()));
    document.addEventListener("pointerdown", ({ target }) => {
      if (!this.element.contains(target) && !button.contains(target)) this.close();
    });
  }

  /** Open it, with the checked or the first entry in focus. */
  open() {
    this.element.replaceChildren(...this.#items().map((item) => this.#entryOf(item)));
    this.element.showPopover();
    this.#button.setAttribute("aria-expanded", "true");
    placeBeside(this.element, this.#button);
    (this.element.querySelector("[aria-checked='true']") ?? this.element.firstElementChild)?.focus();
  }

  close() {
    if (!this.#isOpen()) return;
    this.element.hidePopover();
    this.#button.setAttribute("aria-expanded", "false");
  }

  #isOpen() {
    return this.element.matches(":popover-open");
  }

  #entryOf({ label, content, checked, choose }) {
    const chosen = () => {
      this.#leave();
      choose();
    };
    const role = checked === undefined ? "menuitem" : "menuitemradio";
    const properties = { type: "button", class: "menu-item", role, tabindex: "-1", onclick: chosen };
    return h("button", { ...properties, "aria-checked": checked }, content ?? label);
  }

  #leave() {
    this.close();
    this.#button.focus();
  }

  #pressed(event) {
    const entries = [...this.element.children];
    const target = targetOf(event.key, entries, entries.indexOf(document.activeElement));
    target?.focus();
    if (event.key === "Tab") this.close();
    if (event.key === "Escape") this.#leave();
    if (target || event.key === "Escape") event.preventDefault();
  }
}

/** Put a popover under an element, or over it, within the window. */
export function placeBeside(popover, element) {
  const from = element.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const left = Math.min(from.left, window.innerWidth - width - EDGE);
  const below = from.bottom + GAP;
  const fits = below + height + EDGE <= window.innerHeight;
  popover.style.left = `${Math.max(EDGE, left)}px`;
  popover.style.top = `${Math.max(EDGE, fits ? below : from.top - height - GAP)}px`;
}

/** The entry that a key leads to: its neighbour, the first, the last, or the next with that letter. */
function targetOf(key, entries, at) {
  const steps = {
    ArrowDown: entries[(at + 1) % entries.length],
    ArrowUp: entries.at(at <= 0 ? -1 : at - 1),
    Home: entries[0],
    End: entries.at(-1),
  };
  if (key in steps || key.length !== 1 || key === " ") return steps[key];
  const turned = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  const letter = key.toLowerCase();
  return turned.find((entry) => wordsOf(entry).toLowerCase().startsWith(letter));
}

/** What an entry says, without the picture before it. */
function wordsOf(entry) {
  return (entry.querySelector("b") ?? entry).textContent.trim();
}
