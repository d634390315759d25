/** On narrow windows the sidebar is a drawer over the conversation. */

import { focusables } from "/page/focus.js";

const OPEN = "drawer-open";

/** Slides `sidebar` in and out; `control` says which button does it; `chosen()` when a link was pressed. */
export class Drawer {
  #sidebar;
  #button = null;

  constructor(sidebar, chosen) {
    this.#sidebar = sidebar;
    sidebar.addEventListener("keydown", (event) => this.#pressed(event));
    sidebar.addEventListener("click", ({ target }) => {
      if (!target.closest("a") || !this.#isOpen()) return;
      this.#set(false);
      chosen();
    });
    document.addEventListener("pointerdown", ({ target }) => {
      const outside = !sidebar.contains(target) && !this.#button.contains(target);
      if (outside && this.#isOpen()) this.#set(false);
    });
  }

  control(button) {
    this.#button = button;
  }

  open() {
    this.#set(true);
  }

  toggle() {
    this.#set(!this.#isOpen());
  }

  #isOpen() {
    return document.body.classList.contains(OPEN);
  }

  #set(open) {
    document.body.classList.toggle(OPEN, open);
    this.#button.setAttribute("aria-expanded", String(open));
    if (open) focusables(this.#sidebar)[0]?.focus();
  }

  #pressed(event) {
    if (event.key !== "Escape" || event.defaultPrevented || !this.#isOpen()) return;
    this.#set(false);
    this.#button.focus();
  }
}
