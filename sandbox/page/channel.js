/** The conversation in the middle: a channel, or the direct messages with the bot. */

import { wordButton } from "/page/buttons.js";
import { Composer } from "/page/composer.js";
import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { MessageList } from "/page/message_list.js";
import { channelTitle, readOnlyReason } from "/page/outlook.js";

/** The pane of the place that one looks at, unless it is Home. */
export class Channel {
  #heading = h("h1", { tabindex: "-1" });
  #about = h("p", { class: "soft" });
  #note = h("div", { class: "note", hidden: true });
  #list;
  #composer;

  constructor(store, parts) {
    this.#list = new MessageList(store, parts, { inThread: false });
    this.#composer = new Composer(store, parts, { inThread: false, onSent: () => this.#list.toBottom() });
    this.element = h(
      "section",
      { class: "pane channel", "aria-label": "Conversation" },
      h("header", { class: "pane-header" }, this.#heading, this.#about),
      h("h2", { class: "visually-hidden" }, "Messages"),
      this.#list.element,
      this.#note,
      this.#composer.element,
    );
  }

  show(view) {
    this.element.hidden = view.atHome;
    if (view.atHome) return;
    const { channel } = view;
    const reason = readOnlyReason(channel);
    this.#heading.replaceChildren(...titleOf(channel, view));
    this.#about.textContent = aboutOf(channel, view);
    this.#list.element.hidden = !channel.member;
    this.#list.show(view.scene.messages, view);
    this.#composer.element.hidden = Boolean(reason);
    this.#composer.show(view);
    this.#showNote(reason ? [icon(channel.archived ? "box" : "lock"), reason] : this.#invitation(view));
  }

  /** Put a text into the composer. */
  write(text) {
    this.#composer.write(text);
  }

  focus() {
    this.#heading.focus();
  }

  /** For a channel without the bot: how it gets in. */
  #invitation({ channel, bot }) {
    if (channel.bot || channel.im) return [];
    const invite = () => this.#composer.deliver(`/invite @${bot.name}`);
    const words = `${bot.real_name} is not in this channel yet.`;
    return [words, wordButton(`Invite ${bot.real_name}`, invite, "button small")];
  }

  #showNote(content) {
    const says = content.map((each) => each.textContent ?? each).join(" ");
    if (this.#note.dataset.says === says) return;
    this.#note.dataset.says = says;
    this.#note.hidden = content.length === 0;
    this.#note.replaceChildren(...content);
  }
}

function titleOf(channel, view) {
  if (channel.im) return [channelTitle(channel, view)];
  const sign = channel.archived ? "box" : channel.private ? "lock" : "hash";
  return [icon(sign), channel.name];
}

function aboutOf(channel, view) {
  if (channel.im) return `Only ${view.me.real_name} and ${view.bot.real_name} see this`;
  if (channel.archived) return "Archived";
  return channel.private ? "Private channel" : "";
}
