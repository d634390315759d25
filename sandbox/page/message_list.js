/** The messages of a channel or a thread, oldest first, with the reader kept at their place. */

import { blocksContext } from "/page/context.js";
import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { KeyedList } from "/page/keyed.js";
import { recall, remember } from "/page/memory.js";
import { buildMessage } from "/page/message.js";
import { Reading } from "/page/reading.js";
import { dayKey } from "/page/time.js";
import { layOut } from "/page/timeline.js";

const DISMISSED = "dismissed";

/** A list of messages; `inThread` says of which kind. */
export class MessageList {
  #store;
  #parts;
  #inThread;
  #scroller;
  #list;
  #reading;
  #troubles = new Map();
  #dismissed = new Set(recall(DISMISSED, []));
  #shown = { key: "", messages: [] };

  constructor(store, parts, { inThread }) {
    this.#store = store;
    this.#parts = parts;
    this.#inThread = inThread;
    const rows = h("div", { class: "rows" });
    const jump = h("button", { type: "button", class: "jump", hidden: true }, icon("down"), "New messages");
    this.#scroller = h("div", { class: "scroller", role: "region", tabindex: "0" }, rows);
    this.element = h("div", { class: "message-list" }, this.#scroller, jump);
    this.#list = new KeyedList(rows);
    this.#reading = new Reading(this.#scroller, jump, { fromTop: inThread });
  }

  /** Show these messages: what is new, gone or changed alone is drawn. */
  show(messages, view) {
    const key = `${view.key} ${this.#inThread ? view.address.thread : ""}`;
    const fresh = key !== this.#shown.key;
    if (fresh) this.#list.clear();
    const grew = messages.at(-1)?.ts !== this.#shown.messages.at(-1)?.ts;
    this.#shown = { key, messages };
    this.#scroller.setAttribute("aria-label", this.#nameFor(view));
    const left = messages.filter((message) => !this.#dismissed.has(message.ts));
    this.#reading.keep(fresh, grew, () => this.#list.show(this.#items(left, view)));
  }

  /** Go to the newest message. */
  toBottom() {
    this.#reading.toBottom();
  }

  #nameFor(view) {
    if (this.#inThread) return "Messages in the thread";
    return view.channel.im ? `Messages with ${view.bot.real_name}` : `Messages in ${view.channel.name}`;
  }

  #items(messages, view) {
    const parents = new Map(view.scene.messages.map((message) => [message.ts, message]));
    const today = dayKey(view.now(), view.zone);
    return layOut(messages, view.zone, view.now()).map((row) =>
      row.kind === "day" ? dayItem(row) : this.#messageItem(row, view, today, parents),
    );
  }

  #messageItem(row, view, today, parents) {
    const parent = parents.get(row.message.thread_ts);
    const error = this.#troubles.get(row.key) ?? "";
    const given = { ...row, parent, error, inThread: this.#inThread, view };
    const build = () => buildMessage({ ...given, ...this.#abilities(row.message, view) });
    // Dates are told as "today" or "yesterday", so that the day is a part of what a message shows.
    const signature = JSON.stringify([row.message, today, row.grouped, error, parent?.text]);
    return { key: row.key, signature, build };
  }

  #abilities(message, view) {
    return {
      context: blocksContext(this.#store, this.#parts, {
        surface: "message",
        disabled: view.channel.archived,
        act: (pressed) => this.#press(message, pressed),
      }),
      openThread: message.ephemeral ? null : (ts) => this.#parts.thread.open(ts),
      dismiss: (ts) => this.#dismiss(ts),
    };
  }

  async #press(message, { block_id, action_id, value }) {
    const place = { channel: this.#store.address.place, ts: message.ts };
    this.#parts.modal.willOpenFrom(document.activeElement);
    this.#troubles.delete(message.ts);
    const answer = await this.#store.act({ do: "press", message: place, block_id, action_id, value });
    if (answer.ok) return;
    this.#troubles.set(message.ts, answer.error);
    this.show(this.#shown.messages, this.#store.view);
  }

  #dismiss(ts) {
    this.#dismissed.add(ts);
    remember(DISMISSED, [...this.#dismissed]);
    this.show(this.#shown.messages, this.#store.view);
    this.#scroller.focus();
  }
}

function dayItem({ key, label }) {
  const properties = { class: "day", role: "separator", "aria-label": label };
  return { key, signature: label, build: () => h("div", properties, h("span", {}, label)) };
}
