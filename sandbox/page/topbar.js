/** The bar at the top: where one is, what time it is there, and what there is to open. */

import { iconButton } from "/page/buttons.js";
import { h } from "/page/dom.js";
import { icon } from "/page/icons.js";
import { channelTitle } from "/page/outlook.js";

/** Holds the clock and the buttons of the drawer, the first steps and the inspector. */
export class Topbar {
  #name = h("span", { class: "workspace-name" });

  constructor({ clock, drawer, inspector, welcome }) {
    const places = iconButton("menu", "Channels and people", () => drawer.toggle(), "places-button");
    const steps = opener("steps", "First steps", () => welcome.toggle());
    const requests = opener("inspect", "Inspector", () => inspector.toggle());
    this.element = h(
      "header",
      { class: "topbar" },
      controlling(places, "sidebar", drawer),
      h("span", { class: "brand" }, h("span", { class: "avatar avatar-bot" }, icon("ladder")), this.#name),
      clock.element,
      h("span", { class: "topbar-end" }, steps, controlling(requests, "inspector", inspector)),
    );
  }

  show(view) {
    const { name } = view.scene.workspace;
    this.#name.textContent = `${name} workspace`;
    document.title = `${view.atHome ? "Home" : channelTitle(view.channel, view)} · ${name}`;
  }
}

/** A button in words that on narrow windows is only a drawing. */
function opener(drawing, label, onclick) {
  const words = h("span", { class: "wide-only" }, label);
  const properties = { type: "button", class: "plain", "aria-label": label, onclick };
  return h("button", properties, icon(drawing), words);
}

/** The button, as the one that opens and closes a part. */
function controlling(button, id, part) {
  button.setAttribute("aria-controls", id);
  button.setAttribute("aria-expanded", "false");
  part.control(button);
  return button;
}
