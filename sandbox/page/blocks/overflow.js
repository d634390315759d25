/** The overflow menu: what else can be done. */

import { h } from "../dom.js";
import { press } from "./acting.js";
import { freshId } from "./field.js";
import { createPopup } from "./popup.js";
import { textNodes } from "./text.js";
import { safeAddress } from "./tokens.js";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

/** An overflow element. */
export function overflow(place) {
  const { element, context } = place;
  const menu = h("div", { class: "popup overflow-menu", role: "menu", id: freshId(), popover: "manual" });
  const opener = h(
    "button",
    {
      type: "button",
      class: "press overflow",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-controls": menu.id,
      "aria-label": "More actions",
      disabled: context.disabled,
      dataset: { action: element.action_id ?? "" },
    },
    "⋯",
  );
  const popup = createPopup(menu, opener);
  menu.append(...element.options.map((option) => item(place, option, opener, popup)));
  wire(menu, opener, popup);
  return h("span", { class: "overflow-holder" }, opener, menu);
}

function item(place, option, opener, popup) {
  const href = option.url ? safeAddress(option.url) : null;
  const choose = () => {
    popup.close();
    opener.focus();
    return press(place, opener, option.value);
  };
  const shared = { class: "choice", role: "menuitem", tabindex: "-1", onclick: choose };
  const words = [
    h("span", null, textNodes(option.text, place.context)),
    option.description
      ? h("span", { class: "choice-more" }, textNodes(option.description, place.context))
      : null,
  ];
  if (href) return h("a", { ...shared, href, target: "_blank", rel: "noopener noreferrer" }, words);
  return h("button", { ...shared, type: "button" }, words);
}

function wire(menu, opener, popup) {
  opener.addEventListener("click", () => {
    if (popup.isOpen()) return popup.close();
    popup.open();
    return menu.firstElementChild.focus();
  });
  menu.addEventListener("keydown", (event) => onKey(event, menu, opener, popup));
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (!menu.contains(relatedTarget) && relatedTarget !== opener) popup.close();
  });
}

function onKey(event, menu, opener, popup) {
  const items = [...menu.children];
  const step = STEPS[event.key];
  if (step) {
    event.preventDefault();
    const next = items.indexOf(document.activeElement) + step;
    items.at(next % items.length).focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    popup.close();
    opener.focus();
  }
}
