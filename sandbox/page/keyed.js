/** Lists whose elements stay as long as what they show stays. */

import { keepFocus } from "/page/focus.js";

/**
 * A list in `parent`: an element is built only for a new key or another signature, and moved only if it
 * stands elsewhere, so that focus, open menus and the reader's place survive.
 */
export class KeyedList {
  #parent;
  #shown = new Map();

  constructor(parent) {
    this.#parent = parent;
  }

  /** Bring the list to these items, in order: [{key, signature, build}]. */
  show(items) {
    keepFocus(this.#parent, () => {
      this.#dropAllBut(new Set(items.map((item) => item.key)));
      items.forEach((item, index) => this.#put(this.#elementOf(item), index));
    });
  }

  /** Empty it. */
  clear() {
    this.#dropAllBut(new Set());
  }

  #put(element, index) {
    const there = this.#parent.children[index] ?? null;
    if (there !== element) this.#parent.insertBefore(element, there);
  }

  #elementOf(item) {
    const known = this.#shown.get(item.key);
    if (known?.signature === item.signature) return known.element;
    const element = item.build();
    element.dataset.key = item.key;
    known?.element.replaceWith(element);
    this.#shown.set(item.key, { signature: item.signature, element });
    return element;
  }

  #dropAllBut(keys) {
    for (const [key, { element }] of this.#shown) {
      if (keys.has(key)) continue;
      element.remove();
      this.#shown.delete(key);
    }
  }
}
