/** The thread in the side pane; on narrow windows it covers the channel. */

import { iconButton } from "/page/buttons.js";
import { Composer } from "/page/composer.js";
import { h } from "/page/dom.js";
import { bookmark } from "/page/focus.js";
import { MessageList } from "/page/message_list.js";
import { channelTitle, readOnlyReason } from "/page/outlook.js";

/** The pane of the thread that the address names, if it names one. */
export class Thread {
  #store;
  #heading = h("h2", { tabindex: "-1" }, "Thread");
  #where = h("p", { class: "soft" });
  #list;
  #composer;
  #restore = null;
  #shown = null;

  constructor(store, parts) {
    this.#store = store;
    this.#list = new MessageList(store, parts, { inThread: true });
    this.#composer = new Composer(store, parts, { inThread: true, onSent: () => this.#list.toBottom() });
    const close = () => this.close();
    const header = h(
      "header",
      { class: "pane-header" },
      iconButton("back", "Back to the channel", close, "back"),
      this.#heading,
      this.#where,
      iconButton("close", "Close thread", close, "closing"),
    );
    const onkeydown = (event) => this.#pressed(event);
    this.element = h(
      "aside",
      { class: "pane thread", "aria-label": "Thread", hidden: true, onkeydown },
      header,
      this.#list.element,
      this.#composer.element,
    );
  }

  show(view) {
    const thread = view.atHome ? null : view.address.thread;
    this.element.hidden = !thread;
    document.body.classList.toggle("with-thread", Boolean(thread));
    if (thread) this.#showMessages(view);
    if (thread && thread !== this.#shown && this.#restore) this.#heading.focus();
    this.#shown = thread;
  }

  /** Open the thread of the message with that time stamp. */
  open(ts) {
    this.#restore = bookmark(document.activeElement);
    return this.#store.go({ thread: ts });
  }

  /** Close it, and go back to where it was opened from. */
  async close() {
    await this.#store.go({ thread: null });
    this.#restore?.();
    this.#restore = null;
  }

  #showMessages(view) {
    this.#where.textContent = channelTitle(view.channel, view);
    this.#list.show(view.scene.thread, view);
    this.#composer.element.hidden = Boolean(readOnlyReason(view.channel));
    this.#composer.show(view);
  }

  #pressed(event) {
    if (event.key === "Escape" && !event.defaultPrevented) this.close();
  }
}
