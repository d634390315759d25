/** Says to screen readers what is new. */

import { plainWords } from "/page/blocks/index.js";
import { blocksContext } from "/page/context.js";
import { authorOf } from "/page/timeline.js";

const MOST = 3;

/** Speaks through `region`, the page's live region. */
export class Announcer {
  #store;
  #parts;
  #region;
  #key = "";
  #known = new Set();

  constructor(store, parts, region) {
    this.#store = store;
    this.#parts = parts;
    this.#region = region;
  }

  say(sentence) {
    this.#region.textContent = sentence;
  }

  /** Read out the messages of others that came since the last time, where the person looks. */
  show(view) {
    const all = [...view.scene.messages, ...view.scene.thread];
    const key = `${view.key} ${view.address.thread}`;
    const fresh = all.filter(({ ts }) => !this.#known.has(ts));
    const theirs = unique(fresh.filter((message) => authorOf(message) !== view.me.id));
    const isElsewhere = key !== this.#key;
    this.#key = key;
    this.#known = new Set(all.map((message) => message.ts));
    if (!isElsewhere && theirs.length && !view.scene.busy) this.say(this.#spoken(theirs, view));
  }

  #spoken(messages, view) {
    if (messages.length > MOST) return `${messages.length} new messages`;
    const context = blocksContext(this.#store, this.#parts, { surface: "message" });
    return messages
      .map((message) => {
        const author = view.people.get(authorOf(message)) ?? view.bot;
        return `${author.real_name}: ${plainWords(message.text ?? "", context)}`;
      })
      .join("\n");
  }
}

/** A reply that is also in the channel is told once. */
function unique(messages) {
  return [...new Map(messages.map((message) => [message.ts, message])).values()];
}
