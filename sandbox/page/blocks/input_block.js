/** The input block: a field with its label, hint and error. */

import { h } from "../dom.js";
import { renderElement } from "./elements.js";
import { freshId } from "./field.js";
import { textNodes } from "./text.js";

const GROUPS = new Set(["radio_buttons", "checkboxes"]);

/** An input block. */
export function inputBlock(block, context) {
  const field = fieldOf(block, context);
  const control = renderElement({ block, element: block.element, context, name: "", field });
  return h(
    "div",
    { class: field.error ? "field field-wrong" : "field", dataset: { focus: focusOnLoad(block) } },
    label(block, context, field),
    control,
    field.error ? h("p", { class: "field-error", id: field.errorId }, field.error) : null,
    block.hint ? h("p", { class: "field-hint", id: field.hintId }, textNodes(block.hint, context)) : null,
  );
}

function fieldOf(block, context) {
  const id = freshId();
  const error = context.errors?.[block.block_id] ?? null;
  const told = [error ? `${id}-error` : null, block.hint ? `${id}-hint` : null].filter(Boolean);
  return {
    id,
    error,
    labelId: `${id}-label`,
    hintId: `${id}-hint`,
    errorId: `${id}-error`,
    describedBy: told.length ? told.join(" ") : null,
    required: !block.optional,
  };
}

function label(block, context, field) {
  const optional = block.optional ? h("span", { class: "optional" }, " (optional)") : null;
  const words = [textNodes(block.label, context), optional];
  const shared = { class: "field-label", id: field.labelId };
  if (GROUPS.has(block.element.type)) return h("div", shared, words);
  return h("label", { ...shared, for: field.id }, words);
}

function focusOnLoad(block) {
  return block.element.focus_on_load ? "load" : "";
}
