/** The workspace's date and time, and the way to move it. */

import { ApiError, travel } from "/page/api.js";
import { tell, troubleLine } from "/page/buttons.js";
import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { Menu } from "/page/menu.js";
import { fullMoment, shortMoment, zoneCity } from "/page/time.js";

const TICK = 1000;

/** The button that tells the time, and the menu of where it can go. */
export class Clock {
  #store;
  #parts;
  #words = h("span", { class: "clock-words" });
  #button = h("button", { type: "button", class: "clock-button" }, icon("clock"), this.#words, icon("down"));
  #menu = new Menu(this.#button, "Travel in time", () => this.#entries());
  #trouble = troubleLine();
  #travelling = false;

  constructor(store, parts) {
    this.#store = store;
    this.#parts = parts;
    this.element = h("div", { class: "clock" }, this.#button, this.#menu.element, this.#trouble);
    setInterval(() => this.#tick(), TICK);
  }

  show(view) {
    this.#button.disabled = view.scene.clock.length === 0;
    this.#button.title = `The workspace's time, in ${zoneCity(view.zone)}`;
    this.#tick();
  }

  open() {
    this.#menu.open();
  }

  #tick() {
    const { view } = this.#store;
    if (!view) return;
    const time = shortMoment(view.now(), view.zone);
    const name = this.#travelling ? "Travelling in time" : "Travel in time";
    if (this.#words.textContent !== time) this.#words.textContent = time;
    this.#button.setAttribute("aria-label", `${name}: ${time}`);
  }

  #entries() {
    const { view } = this.#store;
    return view.scene.clock.map((stop) => {
      const at = shortMoment(new Date(stop.at), view.zone);
      const about = h("span", { class: "soft" }, [stop.about, at].filter(Boolean).join(", "));
      const content = h("span", { class: "face-words" }, h("b", {}, stop.label), about);
      return { label: stop.label, content, choose: () => this.#go(stop.id) };
    });
  }

  async #go(stop) {
    if (this.#travelling) return;
    this.#setTravelling(true);
    tell(this.#trouble, "");
    try {
      await travel(stop);
      await this.#store.refresh();
      const { view } = this.#store;
      this.#parts.announcer.say(`It is now ${fullMoment(view.now(), view.zone)}.`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      tell(this.#trouble, error.message);
    } finally {
      this.#setTravelling(false);
    }
  }

  #setTravelling(now) {
    this.#travelling = now;
    document.body.classList.toggle("travelling", now);
    this.#button.setAttribute("aria-busy", String(now));
    if (now) this.#parts.announcer.say("Travelling …");
    this.#tick();
  }
}
