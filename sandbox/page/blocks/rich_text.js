/** The rich_text block. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */

import { h } from "../dom.js";
import { emojiOfCode } from "./emoji.js";
import { nodesOf } from "./text.js";
import { safeAddress } from "./tokens.js";

const MARKS = { code: "code", strike: "del", underline: "underline", italic: "em", bold: "strong" };
const BULLETS = 3;

const PARTS = {
  rich_text_section: (part, context) => h("div", { class: "rich-section" }, inline(part, context)),
  rich_text_quote: (part, context) => h("blockquote", null, inline(part, context)),
  rich_text_preformatted: (part, context) => h("pre", { tabindex: "0" }, inline(part, context)),
  rich_text_list: list,
};

const INLINE = {
  text: ({ text }) => ({ kind: "text", text }),
  link: linkNode,
  user: ({ user_id }) => ({ kind: "user", id: user_id }),
  channel: ({ channel_id }) => ({ kind: "channel", id: channel_id }),
  usergroup: ({ usergroup_id }) => ({ kind: "broadcast", name: usergroup_id }),
  broadcast: ({ range }) => ({ kind: "broadcast", name: range }),
  emoji: ({ name, unicode }) => ({
    kind: "emoji",
    name,
    text: `:${name}:`,
    code: unicode && emojiOfCode(unicode),
  }),
  color: ({ value }) => ({ kind: "color", text: value }),
  date: ({ timestamp, format, fallback, url }) => ({
    kind: "date",
    seconds: timestamp,
    format,
    fallback,
    href: url ? safeAddress(url) : null,
  }),
};

/** A rich_text block. */
export function richText(block, context) {
  return h(
    "div",
    { class: "rich-text" },
    block.elements.map((part) => PARTS[part.type]?.(part, context)),
  );
}

function list(part, context) {
  const indent = part.indent ?? 0;
  const tag = part.style === "ordered" ? "ol" : "ul";
  const start = tag === "ol" && part.offset ? part.offset + 1 : null;
  const items = part.elements.map((item) => h("li", null, inline(item, context)));
  return h(tag, { class: `rich-list indent-${indent} bullet-${indent % BULLETS}`, start }, items);
}

function inline(part, context) {
  return nodesOf(part.elements.map(inlineNode), context);
}

function inlineNode(element) {
  const make = INLINE[element.type] ?? (() => ({ kind: "text", text: `[${element.type}]` }));
  const style = element.style ?? {};
  return Object.keys(MARKS)
    .filter((name) => style[name])
    .reduce((node, name) => ({ kind: MARKS[name], children: [node] }), make(element));
}

function linkNode({ url, text }) {
  const href = safeAddress(url);
  const words = [{ kind: "text", text: text || url }];
  return href ? { kind: "link", href, children: words } : words[0];
}
