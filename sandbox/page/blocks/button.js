/** Buttons, and links that look like buttons. */

import { h } from "../dom.js";
import { press } from "./acting.js";
import { textNodes } from "./text.js";
import { safeAddress } from "./tokens.js";

/** A button element. */
export function button(place) {
  const { element, context } = place;
  const href = element.url && !context.disabled ? safeAddress(element.url) : null;
  const style = ["primary", "danger"].includes(element.style) ? `press-${element.style}` : "";
  const shared = {
    class: `press ${style}`,
    "aria-label": element.accessibility_label ?? null,
    dataset: { action: element.action_id ?? "" },
  };
  const words = textNodes(element.text, context);
  if (href) return linkButton(place, href, shared, words);
  const tell = ({ currentTarget }) => press(place, currentTarget, element.value);
  return h("button", { ...shared, type: "button", disabled: context.disabled, onclick: tell }, words);
}

/** The app hears of link buttons, too. */
function linkButton(place, href, shared, words) {
  const follow = async (event) => {
    const control = event.currentTarget;
    if (place.element.confirm) event.preventDefault();
    const told = await press(place, control, place.element.value);
    if (told && place.element.confirm) window.open(href, "_blank", "noopener,noreferrer");
  };
  return h("a", { ...shared, href, target: "_blank", rel: "noopener noreferrer", onclick: follow }, words);
}
