/** The stack of modals: the top one is shown, as a dialog. */

import { renderBlocks } from "/page/blocks/index.js";
import { blocksContext } from "/page/context.js";
import { bookmark, focusables, keepFocus } from "/page/focus.js";
import { formOf, missingIn, requiredErrors, written } from "/page/forms.js";
import { ModalFrame } from "/page/modal_frame.js";

/** Shows the top modal of the person, and keeps what was typed into each of the stack. */
export class Modal {
  #store;
  #parts;
  #frame;
  #forms = new Map();
  #shown = null;
  #opener = null;
  #submitted = false;

  constructor(store, parts) {
    this.#store = store;
    this.#parts = parts;
    this.#frame = new ModalFrame({
      submit: () => this.#submit(),
      back: () => this.#close(false),
      leave: () => this.#close(true),
    });
    this.element = this.#frame.element;
  }

  show(view) {
    // While the past is played, people's modals are not the visitor's.
    const stack = view.scene.busy ? [] : view.scene.stack;
    const top = stack.at(-1);
    this.#keepOnly(stack);
    if (!top) return this.#hide();
    const before = this.#forms.get(top.id);
    const form = before?.hash === top.hash ? before : formOf(top, before);
    this.#forms.set(top.id, form);
    if (this.#shown !== form) this.#put(form, before, stack.length);
    return undefined;
  }

  /** Where the focus goes back to, should a modal open now. */
  willOpenFrom(element) {
    if (!this.#shown) this.#opener = bookmark(element);
  }

  #keepOnly(stack) {
    const open = new Set(stack.map((modal) => modal.id));
    for (const id of this.#forms.keys()) if (!open.has(id)) this.#forms.delete(id);
  }

  /** Show a form: anew, or changed by the app while somebody fills it in. */
  #put(form, before, depth) {
    const goesOn = before && before === this.#shown && !this.#submitted;
    this.#shown = form;
    this.#submitted = false;
    this.#frame.label(form.view, depth);
    if (goesOn) return keepFocus(this.element, () => this.#draw());
    this.#draw();
    return this.#frame.open();
  }

  #draw() {
    const context = blocksContext(this.#store, this.#parts, {
      surface: "modal",
      values: this.#shown.values,
      errors: this.#shown.errors,
      act: (pressed) => this.#press(pressed),
      options: (asked) => this.#suggest(asked),
    });
    const blocks = renderBlocks(this.#shown.view.blocks, context);
    blocks.dataset.key = this.#shown.id;
    this.#frame.fill(blocks);
  }

  #hide() {
    if (!this.#shown) return;
    this.#shown = null;
    this.#frame.close();
    this.#opener?.();
    this.#opener = null;
  }

  async #press({ block_id, action_id, value }) {
    const form = this.#shown;
    const values = written(form);
    const answer = await this.#store.act({ do: "press", view: form.id, block_id, action_id, value, values });
    if (!answer.ok && this.#shown?.id === form.id) this.#frame.tell(answer.error);
  }

  async #suggest({ block_id, action_id, query }) {
    const view = this.#shown.id;
    const answer = await this.#store.act({ do: "options", view, block_id, action_id, query });
    if (!answer.ok) this.#frame.tell(answer.error);
    return answer.options ?? [];
  }

  async #submit() {
    const form = this.#shown;
    const missing = missingIn(form);
    if (Object.keys(missing).length) return this.#fail(missing);
    this.#submitted = true;
    this.#frame.setBusy(true);
    const answer = await this.#store.act({ do: "submit", view: form.id, values: written(form) });
    this.#frame.setBusy(false);
    if (this.#shown !== form) return undefined;
    this.#submitted = false;
    const errors = answer.errors ?? requiredErrors(answer.missing ?? []);
    if (Object.keys(errors).length) return this.#fail(errors);
    return answer.ok ? undefined : this.#frame.tell(answer.error);
  }

  #fail(errors) {
    this.#shown.errors = errors;
    this.#draw();
    const count = Object.keys(errors).length;
    const fields = count === 1 ? "One field needs" : `${count} fields need`;
    this.#frame.tell(`${fields} your attention.`);
    this.#frame.focusFault();
  }

  async #close(all) {
    this.#frame.setBusy(true);
    await this.#store.act({ do: "close", view: this.#shown?.id, all });
    this.#frame.setBusy(false);
  }
}
