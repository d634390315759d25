/** A short static select: the browser's own. */

import { h } from "../dom.js";
import { choose } from "./acting.js";
import { described, placeholderOf } from "./field.js";
import { wordsOf } from "./text.js";
import { valueOf } from "./values.js";

/** A static_select with a few options. */
export function nativeSelect(place) {
  const { element, context, field } = place;
  const chosen = valueOf(place);
  const options = element.options.map((option) =>
    h("option", { value: option.value }, wordsOf(option.text, context)),
  );
  const onchange = async ({ currentTarget }) => {
    const stands = await choose(place, currentTarget, currentTarget.value || null);
    if (!stands) currentTarget.value = valueOf(place) ?? "";
    currentTarget.classList.toggle("empty", currentTarget.value === "");
  };
  const name = chosen === null ? "picked empty" : "picked";
  const select = h(
    "select",
    { ...described(place), class: name, onchange },
    h("option", { value: "", hidden: Boolean(field?.required) }, placeholderOf(place, "Choose one")),
    options,
  );
  select.value = chosen ?? "";
  return h("span", { class: "select-holder" }, select);
}
