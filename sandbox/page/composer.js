/** Where people write: messages and slash commands, with completion. */

import { tell, troubleLine } from "/page/buttons.js";
import { completionsFor } from "/page/completion.js";
import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { channelTitle } from "/page/outlook.js";
import { Suggestions } from "/page/suggestions.js";

const TALLEST = 200;
const LONGEST = 4000;
let made = 0;

/** A composer of a channel or (`inThread`) of a thread; `onSent()` is called after something went out. */
export class Composer {
  #store;
  #parts;
  #inThread;
  #onSent;
  #id = `composer-${(made += 1)}`;
  #label = h("label", { class: "visually-hidden", for: this.#id });
  #trouble = troubleLine();
  #progress = h("p", { class: "soft progress", role: "status" });
  #send = h("button", { type: "submit", class: "button send", "aria-label": "Send" }, icon("send"));
  #field;
  #suggestions;
  #drafts = new Map();
  #draft = null;
  #sending = false;

  constructor(store, parts, { inThread, onSent }) {
    this.#store = store;
    this.#parts = parts;
    this.#inThread = inThread;
    this.#onSent = onSent;
    this.#field = this.#makeField();
    this.#suggestions = new Suggestions(this.#field, `${this.#id}-list`, (item) => this.#complete(item));
    this.element = h(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.#label,
      h("div", { class: "composer-box" }, this.#field, this.#send, this.#suggestions.element),
      h("div", { class: "composer-foot" }, this.#trouble, this.#progress),
    );
  }

  show(view) {
    const name = this.#inThread ? "Reply in the thread" : `Message ${channelTitle(view.channel, view)}`;
    this.#label.textContent = name;
    this.#field.placeholder = name;
    const key = `${view.key} ${this.#inThread ? view.address.thread : ""}`;
    if (key === this.#draft) return;
    this.#draft = key;
    tell(this.#trouble, "");
    this.#put(this.#drafts.get(key) ?? "");
  }

  /** Put a text into the field, and go there. */
  write(text) {
    this.#field.focus();
    this.#put(text);
  }

  /** Send a text at once. */
  async deliver(text) {
    const from = this.#draft;
    this.#setSending(true, text);
    this.#parts.modal.willOpenFrom(this.#field);
    const answer = await this.#store.act(this.#bodyOf(text));
    this.#setSending(false, text);
    if (from !== this.#draft) return;
    if (!answer.ok) return tell(this.#trouble, answer.error);
    if (this.#field.value.trim() === text) this.#put("");
    // The button that sent it may be gone by now.
    if (document.activeElement === document.body) this.#field.focus();
    this.#onSent();
  }

  #makeField() {
    return h("textarea", {
      id: this.#id,
      rows: "1",
      maxlength: LONGEST,
      autocomplete: "off",
      "aria-autocomplete": "list",
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#pressed(event),
      onclick: () => this.#suggest(),
      onblur: () => this.#suggestions.close(),
    });
  }

  #put(text) {
    this.#field.value = text;
    this.#changed();
  }

  #changed() {
    const { value, style } = this.#field;
    this.#drafts.set(this.#draft, value);
    style.height = "auto";
    style.height = `${Math.min(this.#field.scrollHeight, TALLEST)}px`;
    this.#send.disabled = !value.trim();
    tell(this.#trouble, "");
    if (document.activeElement === this.#field) this.#suggest();
  }

  #suggest() {
    const { value, selectionStart } = this.#field;
    this.#suggestions.show(completionsFor(value, selectionStart, this.#store.view, this.#inThread));
  }

  #complete({ from, to, insert }) {
    this.#field.setRangeText(insert, from, to, "end");
    this.#changed();
  }

  #pressed(event) {
    if (event.isComposing || this.#suggestions.press(event)) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.element.requestSubmit();
  }

  async #submit(event) {
    event.preventDefault();
    const text = this.#field.value.trim();
    if (!text || this.#sending) return;
    this.#suggestions.close();
    const fault = faultOf(text, this.#store.view, this.#inThread);
    if (fault) tell(this.#trouble, fault);
    else await this.deliver(text);
  }

  #bodyOf(text) {
    const { place, thread } = this.#store.address;
    if (text.startsWith("/")) return { do: "command", channel: place, text };
    return { do: "say", channel: place, text, ...(this.#inThread ? { thread } : {}) };
  }

  #setSending(now, text) {
    this.#sending = now;
    this.#field.readOnly = now;
    this.element.setAttribute("aria-busy", String(now));
    const waiting = text.startsWith("/") ? `Waiting for ${this.#store.view.bot.real_name} …` : "Sending …";
    this.#progress.textContent = now ? waiting : "";
  }
}

/** Why a text cannot be sent; empty if it can. Slack, too, takes no commands in threads. */
function faultOf(text, view, inThread) {
  if (!text.startsWith("/")) return "";
  const word = text.split(/\s/, 1)[0];
  const known = [...view.scene.commands.map((command) => command.name), "/invite"];
  if (!known.includes(word)) {
    return `There is no command ${word} here. There are ${known.join(" and ")}.`;
  }
  return inThread ? "Commands work in the channel, not in a thread." : "";
}
