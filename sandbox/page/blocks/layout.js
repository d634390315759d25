/** Blocks that arrange texts, images and elements. */

import { h } from "../dom.js";
import { renderElement } from "./elements.js";
import { textNodes, wordsOf } from "./text.js";

const ALERTS = {
  default: ["•", "Note"],
  info: ["i", "Information"],
  success: ["✓", "Success"],
  warning: ["!", "Warning"],
  error: ["✕", "Error"],
};

/** A text object as a block of prose; null for none. */
export function prose(object, context, name = "prose") {
  return object ? h("div", { class: name }, textNodes(object, context)) : null;
}

/** What stands for an image: its description, as nothing is loaded from elsewhere. */
export function imageBox(image, name = "image-box") {
  return h("span", { class: name, role: "img", "aria-label": image.alt_text }, image.alt_text);
}

/** A section block. */
export function section(block, context) {
  const fields = block.fields?.map((field) => prose(field, context));
  return [
    h(
      "div",
      { class: "section-text" },
      prose(block.text, context),
      fields ? h("div", { class: "fields" }, fields) : null,
    ),
    block.accessory ? h("div", { class: "accessory" }, accessory(block, context)) : null,
  ];
}

/** A header block. */
export function header(block, context) {
  return h("h3", { class: "header" }, textNodes(block.text, context));
}

/** A context block. */
export function contextLine(block, context) {
  return block.elements.map((element) =>
    element.type === "image" ? imageBox(element, "image-small") : prose(element, context),
  );
}

/** An actions block. */
export function actions(block, context) {
  return block.elements.map((element) => renderElement({ block, element, context, name: "" }));
}

/** An image block. */
export function image(block, context) {
  const title = block.title ? h("figcaption", null, textNodes(block.title, context)) : null;
  return h("figure", { class: "image" }, title, imageBox(block));
}

/** An alert block. */
export function alert(block, context) {
  const level = Object.hasOwn(ALERTS, block.level ?? "") ? block.level : "default";
  const [sign, word] = ALERTS[level];
  return h(
    "div",
    { class: `alert alert-${level}` },
    h("span", { class: "alert-sign", role: "img", "aria-label": word }, sign),
    prose(block.text, context),
  );
}

function accessory(block, context) {
  const element = block.accessory;
  if (element.type === "image") return imageBox(element, "image-thumb");
  const name = block.text ? wordsOf(block.text, context) : "";
  return renderElement({ block, element, context, name });
}
