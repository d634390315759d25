/** Which channels hold something that a person has not seen; kept in this tab alone. */

import { recall, remember } from "/page/memory.js";

const READ = "read";
const BEGUN = "begun";

/** Who has read what: whatever was there when a visitor could first look is read. */
export class Unread {
  #read = new Map(Object.entries(recall(READ, {})));
  #begun = recall(BEGUN, null);
  #preparing = false;

  /** The person looks at a channel now: all of it is read. */
  see(view) {
    this.#begin(view);
    const latest = view.channel?.latest;
    if (!latest || this.#read.get(view.key) === latest) return;
    this.#read.set(view.key, latest);
    remember(READ, Object.fromEntries(this.#read));
  }

  /** Whether there is something in a channel that the person has not seen. */
  isUnread(channel, view) {
    if (!channel.latest || channel.archived) return false;
    const until = this.#read.get(`${view.me.id} ${channel.id}`) ?? this.#begun;
    return Number(channel.latest) > Number(until);
  }

  #begin(view) {
    const { busy, now } = view.scene;
    if (this.#begun === null || busy || this.#preparing) {
      this.#begun = Date.parse(now) / 1000;
      remember(BEGUN, this.#begun);
    }
    this.#preparing = Boolean(busy);
  }
}
