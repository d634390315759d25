/** Telling the app what was pressed or chosen. */

import { confirmed } from "./confirm.js";
import { keep, valueOf } from "./values.js";

/**
 * Tell the app, after asking again where the element wants that; the control shows that it is busy until
 * the app has heard it. Returns whether it was told.
 */
export async function press(place, control, value) {
  const { block, element, context } = place;
  if (context.disabled || control.getAttribute("aria-busy") === "true") return false;
  if (element.confirm && !(await confirmed(element.confirm, context))) return false;
  setBusy(control, true);
  try {
    await context.act({ block_id: block.block_id, action_id: element.action_id, element, value });
  } finally {
    setBusy(control, false);
  }
  return true;
}

/** Keep what was chosen, and tell the app if it hears of it at once. Returns whether the choice stands. */
export async function choose(place, control, value) {
  const before = valueOf(place);
  keep(place, value);
  if (!tellsAtOnce(place.block)) return true;
  const told = await press(place, control, value);
  if (!told) keep(place, before);
  return told;
}

/** Whether the app hears of a change before a form is submitted. */
export function tellsAtOnce(block) {
  return block.type !== "input" || block.dispatch_action === true;
}

function setBusy(control, busy) {
  if (busy) control.setAttribute("aria-busy", "true");
  else control.removeAttribute("aria-busy");
}
