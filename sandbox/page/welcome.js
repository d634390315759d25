/** The first five minutes, as a card that one can put away. */

import { iconButton } from "/page/buttons.js";
import { h } from "/page/dom.js";
import { recall, remember } from "/page/memory.js";

const AWAY = "welcome away";
// Where the demo's story begins; a step whose channel is not there is left out.
const WITH_A_PAST = "ml-platform";
const WITHOUT_A_TEAM = "pricing";

/** The steps to take, each a button that begins it. */
export class Welcome {
  #store;
  #parts;
  #steps = h("ol", { class: "steps" });
  #drawn = "";

  constructor(store, parts) {
    this.#store = store;
    this.#parts = parts;
    const words = h("p", {}, h("b", {}, "The real bot, in a made-up workspace."), " Try it in five minutes:");
    const away = iconButton("close", "Close first steps", () => this.#put(true));
    this.element = h(
      "section",
      { class: "welcome", "aria-label": "First steps", hidden: recall(AWAY, false) },
      h("div", { class: "welcome-head" }, words, away),
      this.#steps,
    );
  }

  show(view) {
    const steps = this.#stepsFor(view);
    const signature = JSON.stringify([view.me.id, steps.map((step) => step.label)]);
    if (signature === this.#drawn) return;
    this.#drawn = signature;
    this.#steps.replaceChildren(...steps.map(stepOf));
  }

  toggle() {
    this.#put(!this.element.hidden);
  }

  #stepsFor(view) {
    const find = (name) => view.scene.channels.find((each) => each.name === name && each.member);
    const [past, fresh] = [find(WITH_A_PAST), find(WITHOUT_A_TEAM)];
    const { clock, inspector } = this.#parts;
    const visit = (channel, text) => () => this.#visit(channel, text);
    return [
      past && { label: "Read a year", hint: "of check-ins", act: visit(past) },
      past && { label: "Ask", hint: "/maturity status", act: visit(past, "/maturity status") },
      fresh && { label: "Set up a team", hint: `in #${fresh.name}`, act: visit(fresh, "/maturity setup") },
      { label: "Be somebody else", hint: "and answer", act: () => this.#parts.openSwitcher() },
      { label: "Travel in time", hint: "to the close", act: () => clock.open() },
      { label: "Look behind it", hint: "every request", act: () => inspector.open() },
    ].filter(Boolean);
  }

  async #visit(channel, text) {
    await this.#store.go({ place: channel.id });
    if (text) this.#parts.channel.write(text);
    else this.#parts.channel.focus();
  }

  #put(away) {
    this.element.hidden = away;
    remember(AWAY, away);
    if (away) this.#parts.focusMain();
  }
}

function stepOf({ label, hint, act }) {
  const words = [h("b", {}, label), h("span", { class: "soft" }, hint)];
  return h("li", {}, h("button", { type: "button", class: "step", onclick: act }, words));
}
