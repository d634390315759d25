/** Fields to type into. */

import { h } from "../dom.js";
import { press, tellsAtOnce } from "./acting.js";
import { described, placeholderOf } from "./field.js";
import { keep, valueOf } from "./values.js";

const LONGEST = 3000;
const PAUSE = 400;
const KINDS = {
  plain_text_input: { type: "text" },
  email_text_input: { type: "email", inputmode: "email" },
  url_text_input: { type: "url", inputmode: "url" },
  number_input: { type: "number" },
};

/** A plain_text_input, email_text_input, url_text_input or number_input. */
export function textInput(place) {
  const { element } = place;
  const shared = {
    ...described(place),
    ...limits(element),
    class: "typed",
    placeholder: placeholderOf(place),
    value: valueOf(place) ?? "",
    autocomplete: "off",
    oninput: ({ currentTarget }) => keep(place, currentTarget.value || null),
  };
  const control = element.multiline
    ? h("textarea", { ...shared, rows: "3" })
    : h("input", { ...KINDS[element.type], ...shared });
  if (tellsAtOnce(place.block)) tell(place, control);
  return control;
}

function limits(element) {
  if (element.type !== "number_input") {
    return { maxlength: element.max_length ?? LONGEST, minlength: element.min_length ?? null };
  }
  const step = element.is_decimal_allowed ? "any" : "1";
  return { min: element.min_value ?? null, max: element.max_value ?? null, step };
}

/** The app hears of it when Enter is pressed, or while it is typed, as it wants. */
function tell(place, control) {
  const when = place.element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const say = () => press(place, control, valueOf(place));
  let waiting = 0;
  if (when.includes("on_enter_pressed")) {
    control.addEventListener("keydown", (event) => event.key === "Enter" && !event.shiftKey && say());
  }
  if (when.includes("on_character_entered")) {
    control.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(say, PAUSE);
    });
  }
}
