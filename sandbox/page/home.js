/** The app's Home tab. */

import { renderBlocks } from "/page/blocks/index.js";
import { tell, troubleLine } from "/page/buttons.js";
import { blocksContext } from "/page/context.js";
import { h } from "/page/dom.js";
import { keepFocus } from "/page/focus.js";
import { formOf, written } from "/page/forms.js";
import { dayKey } from "/page/time.js";

/** The pane of the Home tab; the app is told whenever somebody opens it. */
export class Home {
  #store;
  #parts;
  #heading = h("h1", { tabindex: "-1" });
  #trouble = troubleLine();
  #waiting = h("p", { class: "soft", role: "status" });
  #body = h("div", { class: "home-body" });
  #opened = "";
  #form = null;
  #drawn = "";

  constructor(store, parts) {
    this.#store = store;
    this.#parts = parts;
    this.element = h(
      "section",
      { class: "pane home", "aria-label": "Home", hidden: true },
      h("header", { class: "pane-header" }, this.#heading),
      h("h2", { class: "visually-hidden" }, "Home"),
      h("div", { class: "home-scroller" }, this.#trouble, this.#waiting, this.#body),
    );
  }

  show(view) {
    this.element.hidden = !view.atHome;
    const visit = view.atHome && !view.scene.busy ? view.key : "";
    if (visit && visit !== this.#opened) this.#open(view);
    this.#opened = visit;
    if (view.atHome) this.#draw(view);
  }

  focus() {
    this.#heading.focus();
  }

  async #open(view) {
    this.#heading.textContent = view.bot.real_name;
    tell(this.#trouble, "");
    this.#waiting.textContent = view.scene.home ? "" : "Opening …";
    const answer = await this.#store.act({ do: "open_home" });
    this.#waiting.textContent = "";
    if (!answer.ok) tell(this.#trouble, answer.error);
  }

  #draw(view) {
    const { home } = view.scene;
    const signature = `${view.key} ${home?.hash} ${dayKey(view.now(), view.zone)}`;
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    if (home) this.#fill(home);
    else this.#body.replaceChildren();
  }

  #fill(home) {
    this.#waiting.textContent = "";
    this.#form = formOf(home, this.#form?.id === home.id ? this.#form : null);
    const { values } = this.#form;
    const act = (pressed) => this.#press(pressed);
    const context = blocksContext(this.#store, this.#parts, { surface: "home", values, act });
    const blocks = renderBlocks(home.blocks, context);
    blocks.dataset.key = home.id;
    keepFocus(this.element, () => this.#body.replaceChildren(blocks));
  }

  async #press({ block_id, action_id, value }) {
    tell(this.#trouble, "");
    this.#parts.modal.willOpenFrom(document.activeElement);
    const { id } = this.#form;
    const values = written(this.#form);
    const answer = await this.#store.act({ do: "press", view: id, block_id, action_id, value, values });
    if (!answer.ok) tell(this.#trouble, answer.error);
  }
}
