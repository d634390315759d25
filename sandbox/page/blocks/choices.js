/** Radio buttons and checkboxes. */

import { h } from "../dom.js";
import { choose } from "./acting.js";
import { described, freshId } from "./field.js";
import { textNodes } from "./text.js";
import { valueOf } from "./values.js";

/** A radio_buttons element. */
export function radioButtons(place) {
  const name = freshId();
  const inputs = new Map();
  const group = groupOf(
    place,
    "radiogroup",
    "Choose one",
    (option) => {
      const pick = async () => {
        if (!(await choose(place, group, option.value))) show();
      };
      return { type: "radio", name, checked: valueOf(place) === option.value, onchange: pick };
    },
    inputs,
  );
  const show = () =>
    inputs.forEach((input, value) => {
      input.checked = value === valueOf(place);
    });
  return group;
}

/** A checkboxes element. */
export function checkboxes(place) {
  const inputs = new Map();
  const group = groupOf(
    place,
    "group",
    "Choose any",
    (option) => {
      const pick = async () => {
        const chosen = place.element.options
          .map((each) => each.value)
          .filter((each) => inputs.get(each).checked);
        if (!(await choose(place, group, chosen))) show();
      };
      const checked = valueOf(place).includes(option.value);
      const invalid = place.field?.error ? "true" : null;
      return { type: "checkbox", checked, onchange: pick, "aria-invalid": invalid };
    },
    inputs,
  );
  const show = () =>
    inputs.forEach((input, value) => {
      input.checked = valueOf(place).includes(value);
    });
  return group;
}

/** The options below one another; `propertiesOf(option)` says what its input is like. */
function groupOf(place, role, own, propertiesOf, inputs) {
  const { disabled, ...about } = described(place, own);
  if (role === "group") {
    delete about["aria-invalid"];
    delete about["aria-required"];
  }
  const rows = place.element.options.map((option) => {
    const [input, row] = rowOf(place, option, { ...propertiesOf(option), disabled });
    inputs.set(option.value, input);
    return row;
  });
  return h("div", { ...about, role, class: "choices" }, rows);
}

function rowOf({ element, context }, option, properties) {
  const id = freshId();
  const more = option.description ? `${id}-more` : null;
  const dataset = { field: `${element.action_id} ${option.value}` };
  const input = h("input", { ...properties, id, value: option.value, dataset, "aria-describedby": more });
  const words = h(
    "span",
    { class: "choice-words" },
    h("label", { for: id }, textNodes(option.text, context)),
    more ? h("span", { class: "choice-more", id: more }, textNodes(option.description, context)) : null,
  );
  return [input, h("div", { class: "choice-row" }, input, words)];
}
