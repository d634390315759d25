/** Texts as nodes of the page: everything that somebody wrote goes through text nodes. */

import { h } from "../dom.js";
import { dateWords } from "./dates.js";
import { emojiOf } from "./emoji.js";
import { parseMrkdwn, parsePlain } from "./mrkdwn.js";

const TAGS = {
  strong: "strong",
  em: "em",
  del: "s",
  underline: "u",
  code: "code",
  pre: "pre",
  quote: "blockquote",
};

const NODES = {
  text: ({ text }) => text,
  emoji: emojiNode,
  user: (node, context) =>
    mention(`@${nameOf(node, context)}`, node.id === context.me, opener(node, context)),
  channel: (node, context) => mention(`#${channelOf(node, context)}`, false, opener(node, context)),
  broadcast: ({ name }) => mention(`@${name}`, true, null),
  date: dateNode,
  link: (node, context) => anchor(node.href, nodesOf(node.children, context)),
  color: ({ text }) => [swatch(text), text],
};

/** The nodes of a mrkdwn text. */
export function mrkdwnNodes(text, context) {
  return nodesOf(parseMrkdwn(text), context);
}

/** The nodes of a text object, plain_text or mrkdwn. */
export function textNodes(object, context) {
  if (object.type === "mrkdwn") return mrkdwnNodes(object.text, context);
  return nodesOf(parsePlain(object.text, object.emoji !== false), context);
}

/** The nodes of a tree as mrkdwn.js makes it. */
export function nodesOf(tree, context) {
  return tree.flatMap((node) => {
    const tag = TAGS[node.kind];
    const scrolls = tag === "pre" ? { tabindex: "0" } : null;
    return tag ? h(tag, scrolls, nodesOf(node.children, context)) : NODES[node.kind](node, context);
  });
}

/** What a mrkdwn text says, without its marks. */
export function plainText(text, context) {
  return said(parseMrkdwn(text), context);
}

/** What a text object says, without its marks. */
export function wordsOf(object, context) {
  if (object.type === "mrkdwn") return plainText(object.text, context);
  return said(parsePlain(object.text, object.emoji !== false), context);
}

/** A link that opens elsewhere and tells nothing about here. */
export function anchor(href, children) {
  const there = { class: "link", href, target: "_blank", rel: "noopener noreferrer" };
  return h("a", there, children);
}

function said(tree, context) {
  return tree.map((node) => saidBy(node, context)).join("");
}

function saidBy(node, context) {
  if (node.kind === "user") return `@${nameOf(node, context)}`;
  if (node.kind === "channel") return `#${channelOf(node, context)}`;
  if (node.kind === "broadcast") return `@${node.name}`;
  if (node.kind === "date") return dateWords(node, context);
  if (node.kind === "emoji") return emojiOf(node.name) ?? node.text;
  return node.children ? said(node.children, context) : node.text;
}

function nameOf({ id, label }, { people }) {
  const person = people.get(id);
  return person?.real_name || person?.name || label || id;
}

function channelOf({ id, label }, { channels }) {
  return channels.get(id)?.name || label || "private-channel";
}

/** What a press on a mention does; null where there is nothing to open. */
function opener({ kind, id }, context) {
  if (kind === "user") return context.people.has(id) ? () => context.openPerson(id) : null;
  return context.channels.has(id) ? () => context.openChannel(id) : null;
}

function mention(text, isMe, onclick) {
  const name = isMe ? "mention mention-me" : "mention";
  return onclick
    ? h("button", { type: "button", class: name, onclick }, text)
    : h("span", { class: name }, text);
}

function emojiNode({ name, text, code }) {
  const emoji = code ?? emojiOf(name);
  return emoji
    ? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, emoji)
    : text;
}

function dateNode(node, context) {
  const words = dateWords(node, context);
  const moment = new Date(node.seconds * 1000);
  const datetime = Number.isNaN(moment.getTime()) ? null : moment.toISOString();
  const time = h("time", { datetime }, words);
  return node.href ? anchor(node.href, time) : time;
}

function swatch(text) {
  const square = h("span", { class: "swatch", "aria-hidden": true });
  if (/^#[0-9a-f]{6}$/i.test(text)) square.style.backgroundColor = text;
  return square;
}
