/**
 * Block Kit as people see it. A context says for whom and where:
 * people and channels (Maps by id), zone, now, me, surface ("message", "modal" or "home"), values (Map of
 * what the fields hold), errors ({block_id: text}), disabled, act({block_id, action_id, element, value}) and
 * options({block_id, action_id, query}), which return promises, openChannel(id) and openPerson(id).
 */

import { h } from "../dom.js";
import { BLOCKS } from "./kinds.js";
import { mrkdwnNodes, plainText } from "./text.js";

/** The blocks of a message, modal or Home tab. */
export function renderBlocks(blocks, context) {
  return surface(
    context,
    blocks.map((block) => renderBlock(block, context)),
  );
}

/** A message without blocks. */
export function renderText(text, context) {
  return surface(context, h("div", { class: "block block-section" }, prose(mrkdwnNodes(text, context))));
}

/** What a text says, without its marks: for notifications and screen readers. */
export function plainWords(text, context) {
  return plainText(text, context);
}

function surface(context, children) {
  return h("div", { class: `blocks blocks-${context.surface}` }, children);
}

function prose(nodes) {
  return h("div", { class: "prose" }, nodes);
}

function renderBlock(block, context) {
  const known = Object.hasOwn(BLOCKS, block.type);
  const shown = known ? BLOCKS[block.type](block, context, renderBlock) : unknown(block);
  const kind = known ? block.type : "unknown";
  return h("div", { class: `block block-${kind}`, dataset: { block: block.block_id ?? "" } }, shown);
}

function unknown(block) {
  return h("p", { class: "boxed" }, `This page cannot show a block of the type “${block.type}”.`);
}
