/** Cards, carousels of cards, and containers of other blocks. */

import { h } from "../dom.js";
import { renderElement } from "./elements.js";
import { imageBox, prose } from "./layout.js";
import { richText } from "./rich_text.js";

/** A card block. */
export function card(block, context) {
  const buttons = block.actions?.map((element) => renderElement({ block, element, context, name: "" }));
  return h(
    "article",
    { class: "card" },
    block.hero_image ? imageBox(block.hero_image) : null,
    heading(block, context),
    prose(block.body, context),
    buttons ? h("div", { class: "card-actions" }, buttons) : null,
  );
}

/** A carousel block: a row that scrolls inside itself. */
export function carousel(block, context) {
  const cards = block.elements.map((each) =>
    h("li", null, card({ ...each, block_id: each.block_id ?? block.block_id }, context)),
  );
  const label = cards.length === 1 ? "1 card" : `${cards.length} cards, scroll sideways`;
  return h("ul", { class: "carousel", tabindex: "0", "aria-label": label }, cards);
}

/** A container block, which may fold. */
export function container(block, context, renderBlock) {
  const name = `container width-${block.width ?? "standard"}`;
  const children = block.child_blocks.map((child) => renderBlock(child, context));
  if (block.is_collapsible) {
    const open = !block.default_collapsed;
    return h("details", { class: name, open }, h("summary", null, heading(block, context)), children);
  }
  const line = block.has_header_divider ? h("hr", null) : null;
  return h("section", { class: name }, heading(block, context), line, children);
}

function heading(block, context) {
  const title = block.rich_text_title
    ? h("div", { class: "card-title" }, richText(block.rich_text_title, context))
    : prose(block.title, context, "card-title prose");
  return h(
    "div",
    { class: "card-heading" },
    block.icon ? imageBox(block.icon, "image-small") : null,
    h("div", { class: "card-titles" }, title, prose(block.subtitle, context, "card-subtitle prose")),
  );
}
